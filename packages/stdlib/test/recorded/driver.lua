-- Evaluates cases, one expression list per line, and prints what each gives on one line of its own.
-- Runs under PUC-Rio's Lua to record outputs, and in the tests to compare with them: `lua driver.lua <file of cases>`.
-- What differs between runs and machines is left out: addresses, and the sign of nan.

local function show(value)
  if type(value) == "string" then
    local text = value:gsub("0x%x%x%x%x%x+", "ADDRESS")
    return (("%q"):format(text):gsub("\\\n", "\\n"):gsub("\r", "\\r"))
  elseif math.type(value) == "float" then
    if value ~= value then return "nan" end
    return ("%.17g"):format(value) .. (value == math.floor(value) and value > -1e15 and value < 1e15 and ".0" or "")
  elseif type(value) == "number" then
    return ("%d"):format(value)
  elseif value == nil or type(value) == "boolean" then
    return tostring(value)
  end
  return type(value)
end

local function showAll(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = show((select(i, ...))) end
  return table.concat(parts, " ")
end

local function evaluate(line)
  local f, message = load("return " .. line, "=case")
  if not f then return "syntax: " .. message end
  return showAll(pcall(f))
end

for line in io.lines((arg or {...})[1]) do
  if not line:find("^%-%-") then print(evaluate(line)) end
end
