// oxlint-disable no-console -- examples print
// The examples of the README, here so that they are compiled.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createCloseOAuth } from '@closekit/oauth';
import type { SealingKey, TokenStore } from '@closekit/oauth';
import { importGrants, listGrants } from '@closekit/oauth/maintenance';

declare const clientId: string;
declare const clientSecret: string;
declare const redirectUri: string;
declare const store: TokenStore;
declare const organizationId: string;
declare const userId: string;
declare function decryptKeys(): Promise<readonly SealingKey[]>;
declare function askToReconnect(organization: string, user: string): Promise<void>;

// #region keys
const oauth = createCloseOAuth({ clientId, clientSecret, redirectUri, store, keys: () => decryptKeys() });
// #endregion keys

// #region years
// Every day: no refresh token dies of disuse, and disconnects that a killed process has left are finished.
const { refreshed, failed } = await oauth.keepAlive({ idleForMs: 7 * 24 * 3_600_000 });
console.log(refreshed, failed); // 12 { reauthorization_required: 1 }

// Who has to connect again?
for await (const grant of listGrants(oauth, { status: 'reauthorization_required' })) {
  await askToReconnect(grant.organizationId, grant.userId);
}

// A user leaves: revoke at Close, then erase. `forget` alone works without the key, too.
await oauth.grant({ organizationId, userId }).revoke();
await oauth.forget({ organizationId, userId });

// A move from another system: one JSON object a line, with organizationId, userId and refreshToken.
const lines = createInterface({ input: createReadStream('grants.jsonl') });
const counts = await importGrants(oauth, lines, {
  onProblem: ({ index, code, message }) => console.error(index, code, message),
});
// #endregion years

console.log(counts);
