// How far the resumable form of the compiler may go on (see `resumable.js` in tools/build-config, which derives it): every production and emission of its methods
// that may take part in a long list counts `left` down, and pauses below zero. The plain form does not look at it.

export const pauses = { left: 0 };
