import { memorySessionStore } from '../../src/index.ts';
import type { SessionRecord } from '../../src/index.ts';

// A process with two stores in memory and three sessions.
const record: SessionRecord = {
  organizationId: 'orga_1',
  userId: 'user_1',
  otherOrganizations: [],
  profile: null,
  device: '',
  createdAt: 0,
  lastSeenAt: 0,
  expiresAt: 1,
};
const [first, second] = [memorySessionStore(), memorySessionStore()];
await first.save('a', record);
await first.save('b', record);
await second.save('a', record);
