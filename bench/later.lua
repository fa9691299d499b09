-- One POST of a small JSON event that nobody waits for, over and over; counts what is not 202.
local errors = 0
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  wrk.method = "POST"
  wrk.body = '{"name":"Ada"}'
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Prefer"] = "respond-async"
  wrk.headers["Authorization"] = "Bearer " .. args[1]
  wrk.headers["Meterlark-Delay"] = args[2]
  failed = 0
end

function response(status)
  if status ~= 202 then
    failed = failed + 1
  end
end

function done(summary, latency)
  for _, thread in ipairs(threads) do
    errors = errors + thread:get("failed")
  end
  local socket = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format('{"calls":%d,"micros":%d,"failed":%d,"p50":%d,"p99":%d}\n', summary.requests, summary.duration,
    errors + socket, latency:percentile(50), latency:percentile(99)))
end
