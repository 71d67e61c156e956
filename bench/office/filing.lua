-- Sends off one prepared draft after the other and notes every application that was acknowledged.
-- wrk -t1 -c32 -d60s -s filing.lua http://127.0.0.1:8080 -- DRAFTS ACKNOWLEDGED
-- A line of DRAFTS: cookie, token and address of the visitor, separated by tabs.
local requests, next_one, acknowledged, started = {}, 0, nil, nil

function init(args)
    for line in io.lines(args[1]) do
        local cookie, token, from = line:match("^([^\t]*)\t([^\t]*)\t(.*)$")
        requests[#requests + 1] = wrk.format("POST", "/apply/check", {
            ["Host"] = "localhost", ["Cookie"] = cookie, ["X-Forwarded-For"] = from,
            ["Content-Type"] = "application/x-www-form-urlencoded", ["Sec-Fetch-Site"] = "same-origin",
        }, "token=" .. token .. "&website=")
    end
    acknowledged = io.open(args[2], "w")
end

function request()
    next_one = next_one + 1
    -- after the last draft: a page that costs nothing, until the answers to the last drafts are here
    return requests[next_one] or wrk.format("GET", "/static/none")
end

function response(status, headers)
    local place = headers["Location"] or headers["location"]
    if status == 303 and place then
        acknowledged:write(place:match("/done/(%w+)") or ("?" .. place), "\t", os.time(), "\n")
        acknowledged:flush()
    elseif status ~= 404 then
        acknowledged:write("!", status, "\n")
    end
end
