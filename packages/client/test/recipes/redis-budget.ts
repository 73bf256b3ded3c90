// #region budget
import type { SharedBudget } from '@closekit/client';

/** Half of the budget goes at once; the rest is a credit that grows evenly, and lasts for two slots. */
const script = `
  local n, limit, reset, hold = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
  local time = redis.call('TIME')
  local now = time[1] * 1000 + time[2] / 1000
  local fresh = '{"window":1000,"held":0,"credit":0,"at":0,"slots":[]}'
  local s = cjson.decode(redis.call('GET', KEYS[1]) or fresh)
  if limit > 0 then s.limit = limit end
  s.window = math.min(60000, math.max(s.window, reset))
  s.held = math.max(s.held, now + hold)
  local granted, wait = 0, s.held - now
  if wait <= 0 then
    local slots, used = {}, 0
    for _, slot in ipairs(s.slots) do
      if slot[1] > now - s.window then
        used = used + slot[2]
        table.insert(slots, slot)
      end
    end
    local budget = s.limit and math.max(1, math.floor(0.98 * s.limit)) or 10
    local atOnce = math.max(0, math.ceil(budget / 2) - used)
    local credit = math.min(math.max(1, budget / 25), s.credit + (now - s.at) * budget / s.window)
    granted = math.max(0, math.min(n, budget - used, math.floor(atOnce + credit)))
    local last = slots[#slots]
    if last and last[1] > now then
      last[2] = last[2] + granted
    else
      table.insert(slots, { now + s.window / 50, granted })
    end
    s.credit, s.at, s.slots = credit - math.max(0, granted - atOnce), now, slots
    wait = granted < n and math.max(s.window / 100, s.window / budget) or 0
  end
  local keepMs = math.ceil(math.max(0, s.held - now) + 3 * s.window + 60000)
  redis.call('SET', KEYS[1], cjson.encode(s), 'PX', keepMs)
  return cjson.encode({ granted = granted, waitMs = wait, limit = s.limit, windowMs = s.window })
`;

/** The method of node-redis that is needed: `createClient({ url, disableOfflineQueue: true })`. */
export interface Redis {
  eval(script: string, values: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

export function redisBudget(redis: Redis, prefix = 'close-budget:'): SharedBudget {
  return {
    async take(key, n, { limit = 0, resetMs = 0, holdMs = 0 } = {}) {
      const values = [n, limit, resetMs, holdMs].map(String);
      return JSON.parse(String(await redis.eval(script, { keys: [prefix + key], arguments: values })));
    },
  };
}
// #endregion
