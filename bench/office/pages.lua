-- Asks for random lines of a file, each an address and a cookie separated by a tab, and prints what it found as one line of JSON.
-- wrk -t1 -c32 -d5s -s pages.lua http://127.0.0.1:8080 -- FILE
local requests = {}

function init(args)
    for line in io.lines(args[1]) do
        local path, cookie = line:match("^([^\t]*)\t?(.*)$")
        local headers = { ["Host"] = "localhost" }
        if cookie ~= "" then headers["Cookie"] = cookie end
        requests[#requests + 1] = wrk.format("GET", path, headers)
    end
    math.randomseed(os.time())
end

function request()
    return requests[math.random(#requests)]
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        'RESULT {"requests": %d, "rate": %.1f, "p50": %.3f, "p99": %.3f, "max": %.3f, "bytes": %d, "refused": %d, "broken": %d}\n',
        summary.requests, summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000,
        latency:percentile(99) / 1000, latency.max / 1000, summary.bytes / math.max(summary.requests, 1),
        errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
