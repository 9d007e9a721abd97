-- For wrk: posts the parts list that stands in a file, as JSON, again and again.

function init(args)
  local file = assert(io.open(args[1], "rb"))
  local post = wrk.format("POST", nil, { ["Content-Type"] = "application/json" }, file:read("*a"))
  file:close()
  request = function() return post end
end
