-- May one request go out now? Everything is decided and noted in one step, by the server's clock.
-- KEYS: the service's state, its leases. ARGV: tokens a second, burst, most at once, the lease's name, its life (ms),
-- the key's fingerprint, how long the caller would wait, the longest turn anybody is given (ms).
-- Answers: verdict, milliseconds, why, milliseconds since the trouble began.
local rate, burst, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local lease, life, mark, patience = ARGV[4], tonumber(ARGV[5]), ARGV[6], tonumber(ARGV[7])
local furthest = tonumber(ARGV[8])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local names = {'mark', 'open', 'refused', 'why', 'since', 'probe', 'pause', 'pause_why', 'tokens', 'filled', 'turn'}
local told, state = redis.call('HMGET', KEYS[1], unpack(names)), {}
for at, name in ipairs(names) do state[name] = told[at] end
local function number(name, otherwise) return tonumber(state[name] or otherwise) end

-- With another key, what the old one met with says nothing.
if state.mark and state.mark ~= mark then
  redis.call('HDEL', KEYS[1], 'open', 'refused', 'why', 'since', 'probe', 'failures', 'trips')
  state.open, state.refused, state.probe = false, false, false
end
redis.call('HSET', KEYS[1], 'mark', mark)

local open, pause = number('open', 0), number('pause', 0)
if open > now then
  return {state.refused and 'refused' or 'open', open - now, state.why or '', now - number('since', now)}
end
if pause > now then return {'pause', pause - now, state.pause_why or '', 0} end
-- Half open: one request tries whether the service is well again, the others wait for what it finds.
if open > 0 and number('probe', 0) > now then
  return {'open', math.min(number('probe', 0) - now, 5000), state.why or '', now - number('since', now)}
end

-- Those who must wait longer than they can are given turns, so that they do not all come back at once. The last
-- turn is never far away: many who were given one are cancelled, or come back and are given another.
local function turn(wait)
  local each = math.max(1000 / rate, 100)
  local mine = math.max(number('turn', 0), now + wait)
  redis.call('HSET', KEYS[1], 'turn', math.min(mine + each, now + furthest))
  return {'turn', math.ceil(mine - now), '', 0}
end

redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
if redis.call('ZCARD', KEYS[2]) >= most then
  if patience <= 0 then return turn(250) end
  return {'slot', 50, '', 0}
end

local tokens = math.min(burst, number('tokens', burst) + (now - number('filled', now)) * rate / 1000)
local wait = tokens >= 1 and 0 or math.ceil((1 - tokens) * 1000 / rate)
if wait > patience then return turn(wait) end
-- A short wait is taken as a debt: the caller sleeps it off, and nobody overtakes.
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens - 1), 'filled', now)
if open > 0 then redis.call('HSET', KEYS[1], 'probe', now + wait + life) end
redis.call('ZADD', KEYS[2], now + wait + life, lease)
redis.call('PEXPIRE', KEYS[2], wait + life + 1000)
redis.call('PEXPIRE', KEYS[1], 604800000)
return {'go', wait, '', 0}
