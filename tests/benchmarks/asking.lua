-- For wrk: asks the addresses of a file in turn, each line a path and, after a tab, an entity tag for If-None-Match.
-- Arguments behind the address: the file and, to stop when all were asked, the word once. The last line printed is JSON, which tests/benchmarks/load.py reads.

local requests, at = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local path, tag = line:match("^([^\t]*)\t?(.*)$")
    local headers = {}
    if tag ~= "" then headers["If-None-Match"] = tag end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
  if args[2] == "once" then response = count end
end

local answers, failed = 0, 0

-- wrk itself knows no end but a time, so the process ends here.
function count(status)
  answers = answers + 1
  if status >= 400 then failed = failed + 1 end
  if answers == #requests then
    io.write(string.format('{"answers":%d,"microseconds":1,"p50":0,"p99":0,"failed":%d}\n', answers, failed))
    io.flush()
    os.exit(0)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local wrong = summary.errors
  io.write(string.format(
    '{"answers":%d,"microseconds":%d,"p50":%d,"p99":%d,"failed":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    wrong.connect + wrong.read + wrong.write + wrong.status + wrong.timeout))
end
