"""What the second tier does in Redis, each step whole: Lua, run by the server.

One hash, the *ledger*, holds all that decides whether a value is good:

- `e`, the epoch: a value of another one is not ours. A new one begins when purges may have been missed.
- `s`, which counts purges. A value notes it when its loader was let in.
- `p:SOURCE`: up to which number that source's purges are applied.
- `t:SLOT`: when a tag of this slot was last purged, by `s`. Slots are few, so the ledger stays small; two
  tags in one slot cost a load now and then, never a stale value.

Whatever else is evicted is only missed. When the ledger is, every value is worthless, as its epoch is gone.
"""

from typing import Final

ASK: Final = """
-- KEYS: ledger, value, lease. ARGV: token, milliseconds of the lease, then source and number by turns
local fields = {'e', 's'}
for i = 3, #ARGV, 2 do fields[#fields + 1] = 'p:' .. ARGV[i] end
local ledger = redis.call('HMGET', KEYS[1], unpack(fields))
if not ledger[1] then return {'behind'} end
local late = false
for i = 3, #fields do
  local here, there = tonumber(ledger[i] or -1), tonumber(ARGV[2 * i - 2])
  if here < there then return {'behind'} end
  if here > there then late = true end
end
local kept = redis.call('HMGET', KEYS[2], 'e', 's', 't', 'v')
if kept[1] == ledger[1] then
  local fresh = true
  if #kept[3] > 0 then
    for _, purged in ipairs(redis.call('HMGET', KEYS[1], unpack(cmsgpack.unpack(kept[3])))) do
      if purged and tonumber(purged) > tonumber(kept[2]) then fresh = false end
    end
  end
  if fresh then return {'hit', kept[4], redis.call('PTTL', KEYS[2])} end
end
local holder = redis.call('GET', KEYS[3])
if holder == '-' then return {'open'} end
if holder then return {'wait', redis.call('PTTL', KEYS[3])} end
-- who has not seen a purge that is applied here might load what was there before it
if late then return {'late'} end
redis.call('SET', KEYS[3], ARGV[1], 'PX', ARGV[2])
return {'lease', ledger[1], ledger[2]}
"""

KEEP: Final = """
-- KEYS: ledger, value, lease. ARGV: token, epoch, count of purges at the lease, slots, value, milliseconds
if redis.call('GET', KEYS[3]) ~= ARGV[1] then return 'lost' end
redis.call('DEL', KEYS[3])
if redis.call('HGET', KEYS[1], 'e') ~= ARGV[2] then return 'refused' end
if #ARGV[4] > 0 then
  for _, purged in ipairs(redis.call('HMGET', KEYS[1], unpack(cmsgpack.unpack(ARGV[4])))) do
    if purged and tonumber(purged) > tonumber(ARGV[3]) then return 'refused' end
  end
end
redis.call('HSET', KEYS[2], 'e', ARGV[2], 's', ARGV[3], 't', ARGV[4], 'v', ARGV[5])
redis.call('PEXPIRE', KEYS[2], ARGV[6])
return 'kept'
"""

RENEW: Final = """
-- KEYS: lease. ARGV: token, milliseconds
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
"""

LEAVE: Final = """
-- KEYS: lease. ARGV: token, for how many milliseconds everybody may load without one
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if tonumber(ARGV[2]) > 0 then redis.call('SET', KEYS[1], '-', 'PX', ARGV[2])
else redis.call('DEL', KEYS[1]) end
return 1
"""

DROP: Final = """
return redis.call('DEL', KEYS[1])
"""

APPLY: Final = """
-- KEYS: ledger. ARGV: steps, a new epoch, 'anew' or '', prefix of what is tracked
-- a step: source, the number before, its number, slots, tags
local reached, anew = {}, ARGV[3] == 'anew'
if redis.call('HSETNX', KEYS[1], 'e', ARGV[2]) == 1 then redis.call('HSET', KEYS[1], 's', 1) end
for i, step in ipairs(cmsgpack.unpack(ARGV[1])) do
  local place = 'p:' .. step[1]
  local here = tonumber(redis.call('HGET', KEYS[1], place) or -1)
  if anew or here < step[3] then
    local count = redis.call('HINCRBY', KEYS[1], 's', 1)
    if anew or here < step[2] then redis.call('HSET', KEYS[1], 'e', ARGV[2]) end
    for _, slot in ipairs(step[4]) do redis.call('HSET', KEYS[1], slot, count) end
    -- who tracks the prefix is told of every key that changes; nothing of it stays
    for _, tag in ipairs(step[5]) do
      redis.call('SET', ARGV[4] .. tag, '')
      redis.call('DEL', ARGV[4] .. tag)
    end
    here = step[3]
    redis.call('HSET', KEYS[1], place, string.format('%.0f', here))
  end
  reached[i] = here
end
return reached
"""

SCRIPTS: Final = {"ASK": ASK, "KEEP": KEEP, "RENEW": RENEW, "LEAVE": LEAVE, "DROP": DROP, "APPLY": APPLY}
