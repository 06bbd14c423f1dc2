-- An error value that is no string is described by its type.
error({ code = 1 }) -- expect error: (error object is a table value)
