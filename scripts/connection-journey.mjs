import { createCloseClient, tzOffset, userAgent, watch } from '@closekit/client';
import { downloadFile, exportLeads, uploadFile } from '@closekit/client/files';
import { traceCalls } from '@closekit/client/opentelemetry';
import { createCloseOAuth } from '@closekit/oauth';
import { createSandbox } from '@closekit/sandbox';
import { createCloseHandler } from '@closekit/server';
import { addFaults, callUnderFaults, lateMs } from './client-journey.mjs';

/**
 * The life of one connection, with web standards only: no file, no socket.
 *
 * @returns {Promise<object>} What happened, in numbers that are the same everywhere.
 */
export async function journey() {
  const sandbox = createSandbox({ leads: 50 });
  const { fetch, origin, metadata, client } = sandbox;
  const oauth = createCloseOAuth({ ...client, server: metadata, fetch });
  const { url, transaction } = await oauth.startAuthorization();
  const { grant } = await oauth.finishAuthorization({ callbackUrl: await sandbox.approve(url), transaction });

  const sleep = async (durationMs) => sandbox.clock.advance(durationMs);
  const options = { auth: grant, fetch, baseUrl: `${origin}/api/v1` };
  const defaults = { ...userAgent('journey/1'), ...tzOffset('Asia/Kolkata') };
  const close = createCloseClient({ ...options, headers: defaults, sleep });
  traceCalls(close);
  let watched = 0;
  const stop = watch(close, { onRequest: () => (watched += 1) });
  const me = await close.users.getMe();
  const page = await close.leads.list({ _limit: 5 });
  sandbox.expireAccessTokens();
  const writes = Array.from({ length: 5 }, (_, index) => close.leads.create({ name: `Lead ${index}` }));
  const created = await Promise.all(writes);
  stop();
  const file = await uploadFile(close, new File(['Hello'], 'hello.txt'));
  const download = await downloadFile(close, file.url);
  const exported = await countRows(exportLeads(close, { type: 'leads', fields: ['id'] }));
  const { generation } = await grant.status();

  const handler = createCloseHandler({ oauth, origin: 'https://app.example', apiOrigin: origin, fetch });
  const headers = { 'x-closekit': '1' };
  const session = await handler(new Request('https://app.example/api/close/session', { headers }));
  addFaults(sandbox);
  const calls = await callUnderFaults(createCloseClient(options));
  await grant.revoke();
  await oauth.close();
  // Releases the response that no caller waits for any more.
  sandbox.clock.advance(lateMs);
  return {
    user: `${me.first_name} ${me.last_name}`,
    leads: page.data.length,
    created: created.length,
    watched,
    defaults: Object.values(defaults).join(', '),
    file: await download.text(),
    exported,
    refreshes: generation - 1,
    session: session.status,
    grantsLeft: sandbox.activeGrants(),
    ...calls,
  };
}

async function countRows(rows) {
  let count = 0;
  for await (const row of rows) if (row.id) count += 1;
  return count;
}
