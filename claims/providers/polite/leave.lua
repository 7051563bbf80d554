-- How a request ended: the slot is free again, and the next callers know what to expect.
-- KEYS: the service's state, its leases. ARGV: the lease's name, the outcome, why, how long the service asked to
-- wait (ms, or empty), a factor between 0.5 and 1 against waking all at once, failures in a row that open the
-- breaker, its first and its longest time open (ms), the time open for a refusal (ms).
-- Answers: failures in a row, and for how long nobody will be let in (ms).
local lease, outcome, why, asked, factor = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local threshold, first, longest, refusal = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function number(name) return tonumber(redis.call('HGET', KEYS[1], name) or 0) end
local function note(...) redis.call('HSET', KEYS[1], ...) end
local function close()
  redis.call('HDEL', KEYS[1], 'open', 'refused', 'why', 'since', 'probe', 'failures', 'trips')
end
local function open(milliseconds)
  if not redis.call('HGET', KEYS[1], 'since') then note('since', now) end
  note('open', now + math.ceil(milliseconds), 'why', why)
  redis.call('HDEL', KEYS[1], 'probe')
  return math.ceil(milliseconds)
end

redis.call('ZREM', KEYS[2], lease)
if outcome == 'ok' or outcome == 'alive' then -- alive: it answered, though it did not like the question
  close()
  redis.call('HDEL', KEYS[1], 'slow')
  if outcome == 'ok' then note('ok_at', now) end
  return {0, 0}
end
if outcome == 'unclear' then -- it says nothing about the service
  redis.call('HDEL', KEYS[1], 'probe')
  return {number('failures'), 0}
end
note('failed_at', now, 'failed_why', why)
if outcome == 'slow' then -- it is alive, and asks for patience
  close()
  local wait = asked or math.min(first * 2 ^ (redis.call('HINCRBY', KEYS[1], 'slow', 1) - 1), longest)
  if asked == nil then wait = wait * factor end
  note('pause', math.max(number('pause'), now + math.ceil(wait)), 'pause_why', why)
  return {0, math.ceil(wait)}
end
if outcome == 'refused' then
  note('refused', 1, 'since', now)
  return {1, open(refusal)}
end
local tried = number('open') > 0 -- it was the one that tried whether the service is well again
local failures = redis.call('HINCRBY', KEYS[1], 'failures', 1)
if not redis.call('HGET', KEYS[1], 'since') then note('since', now) end
if number('open') > now then return {failures, number('open') - now} end
if failures < threshold and not tried then
  if asked then note('pause', now + math.ceil(asked), 'pause_why', why) end
  return {failures, asked or 0}
end
local trips = redis.call('HINCRBY', KEYS[1], 'trips', 1)
return {failures, open(math.max(math.min(first * 2 ^ (trips - 1), longest) * factor, asked or 0))}
