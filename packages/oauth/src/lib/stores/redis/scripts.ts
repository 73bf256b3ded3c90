/**
 * Writes a record over the expected version. A driver may repeat a command whose reply was lost: a write with the same
 * `writer` succeeds again.
 */
export const compareAndSetScript = `
local current = redis.call('HMGET', KEYS[1], 'version', 'writer')
if current[2] == ARGV[4] then return 1 end
if (current[1] or '0') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'record', ARGV[3], 'writer', ARGV[4])
redis.call('ZADD', KEYS[2], 0, ARGV[6])
if ARGV[5] ~= '' then redis.call('PUBLISH', ARGV[5], ARGV[6]) end
return 1`;

/**
 * Erases a row. Without an expected version, also a key of another type is erased, and a key that was deleted by hand
 * leaves the index.
 */
export const eraseScript = `
if ARGV[1] ~= '' and redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then return 0 end
redis.call('ZREM', KEYS[2], ARGV[3])
if redis.call('DEL', KEYS[1]) == 0 then return 0 end
if ARGV[2] ~= '' then redis.call('PUBLISH', ARGV[2], ARGV[3]) end
return 1`;

/** Consumes a mark. The first consumer wins a second time when its driver sends the command again. */
export const consumeScript = `
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
if redis.call('GET', KEYS[1]) == ARGV[1] then return 1 end
return 0`;
