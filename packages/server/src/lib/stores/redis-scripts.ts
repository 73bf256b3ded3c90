// Every script may run twice, as a driver repeats it when the reply was lost. The names of the keys depend on the rows,
// so they are built here from the prefix: one server or one primary with replicas, no cluster.
const keys = `
local prefix = ARGV[1]
local function rowOf(key) return prefix .. 'key:' .. key end
local function ofUser(id) return prefix .. 'user:' .. id end
local function ofOrganization(id) return prefix .. 'organization:' .. id end
local expiry = prefix .. 'expiry'
`;

const remove = `
local function remove(key)
  local row = redis.call('HMGET', rowOf(key), 'user_id', 'organization_ids')
  redis.call('ZREM', expiry, key)
  if not row[1] then return 0 end
  redis.call('ZREM', ofUser(row[1]), key)
  for _, id in ipairs(cjson.decode(row[2])) do redis.call('ZREM', ofOrganization(id), key) end
  return redis.call('DEL', rowOf(key))
end
`;

// The smaller index of a filter, and whether a key in it also has the organization.
const select = `
local userId, organizationId = ARGV[2], ARGV[3]
local index = userId ~= '' and ofUser(userId) or ofOrganization(organizationId)
local function isSelected(key)
  if userId == '' or organizationId == '' then return true end
  return redis.call('ZSCORE', ofOrganization(organizationId), key) ~= false
end
`;

/** `prefix key now expiresAt organizationIds field value …`: saves a session, and deletes some that have expired. */
export const saveScript: string = `${keys}${remove}
local key = ARGV[2]
for _, each in ipairs(redis.call('ZRANGEBYSCORE', expiry, '-inf', ARGV[3], 'LIMIT', 0, 100)) do remove(each) end
if redis.call('EXISTS', rowOf(key)) == 1 then return 1 end
for index = 6, #ARGV, 2 do redis.call('HSET', rowOf(key), ARGV[index], ARGV[index + 1]) end
redis.call('HSET', rowOf(key), 'organization_ids', ARGV[5])
redis.call('ZADD', expiry, ARGV[4], key)
redis.call('ZADD', ofUser(redis.call('HGET', rowOf(key), 'user_id')), 0, key)
for _, id in ipairs(cjson.decode(ARGV[5])) do redis.call('ZADD', ofOrganization(id), 0, key) end
return 1`;

/** `prefix key expiresAt field value …`: changes fields of a session; an empty `expiresAt` leaves that one. */
export const updateScript: string = `${keys}
local key = ARGV[2]
if redis.call('EXISTS', rowOf(key)) == 0 then return 0 end
for index = 4, #ARGV, 2 do redis.call('HSET', rowOf(key), ARGV[index], ARGV[index + 1]) end
if ARGV[3] ~= '' then redis.call('ZADD', expiry, ARGV[3], key) end
return 1`;

/** `prefix key`: deletes a session. */
export const deleteScript: string = `${keys}${remove}
return remove(ARGV[2])`;

/** `prefix userId organizationId after limit field …`: the rows of a page, each as its key and its fields. */
export const listScript: string = `${keys}${select}
local limit = tonumber(ARGV[5])
local fields = {}
for place = 6, #ARGV do fields[#fields + 1] = ARGV[place] end
local rows = {}
local from = ARGV[4] == '' and '-' or '(' .. ARGV[4]
repeat
  local found = redis.call('ZRANGEBYLEX', index, from, '+', 'LIMIT', 0, limit)
  for _, key in ipairs(found) do
    if #rows < limit and isSelected(key) then
      local row = redis.call('HMGET', rowOf(key), unpack(fields))
      table.insert(row, 1, key)
      rows[#rows + 1] = row
    end
    from = '(' .. key
  end
until #rows >= limit or #found < limit
return rows`;

/** `prefix userId organizationId exceptKey limit`: deletes up to `limit` sessions and returns their number. */
export const deleteAllScript: string = `${keys}${remove}${select}
local deleted, limit = 0, tonumber(ARGV[5])
for _, key in ipairs(redis.call('ZRANGEBYLEX', index, '-', '+')) do
  if deleted < limit and key ~= ARGV[4] and isSelected(key) then deleted = deleted + remove(key) end
end
return deleted`;
