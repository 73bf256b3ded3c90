import { createCloseOAuth } from '../../src/index.ts';
import { sqliteStore } from '../../src/stores/sqlite.ts';

// A process that may only read: it prints the token of a grant, and the error of a write.
const [path = '', keys = '[]'] = process.argv.slice(2);
const oauth = createCloseOAuth({
  clientId: 'c',
  clientSecret: 's',
  redirectUri: 'https://app.example/callback',
  store: sqliteStore(path),
  keys: JSON.parse(keys),
});
const token = await oauth.grant({ organizationId: 'orga_1', userId: 'user_1' }).get();
const write = await sqliteStore(path)
  .erase('k')
  .catch((error: unknown) => (error instanceof Error ? error.message : ''));
process.stdout.write(JSON.stringify({ token, write }));
