/** The server snippet of the README, compiled with the sample app. */
import type { SealingKey } from '@closekit/oauth';
// #region server
import { createCloseClient } from '@closekit/client';
import { createCloseOAuth } from '@closekit/oauth';
import { sqliteStore } from '@closekit/oauth/stores/sqlite';
import { createCloseHandler } from '@closekit/server';

const oauth = createCloseOAuth({ clientId, clientSecret, redirectUri, store: sqliteStore('close.db'), keys });
export const handler = createCloseHandler({ oauth, origin: 'https://app.example' }); // mount it at /api/close

const close = createCloseClient({ auth: oauth.grant({ organizationId, userId }) });
for await (const lead of close.leads.list({ query: 'status:"Potential"' })) console.log(lead.display_name);
// #endregion

declare const clientId: string, clientSecret: string, redirectUri: string;
declare const keys: readonly SealingKey[];
declare const organizationId: string, userId: string;
