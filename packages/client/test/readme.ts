// oxlint-disable no-console -- examples print
// The examples of the README, here so that they are compiled.

import type { SubscriptionKeys, WebhookEvent } from '@closekit/client/webhooks';

declare const keys: SubscriptionKeys;

// #region first
import { apiKey, createCloseClient } from '@closekit/client';

const close = createCloseClient({ auth: apiKey(process.env['CLOSE_API_KEY'] ?? '') });
const me = await close.users.getMe();
for await (const lead of close.leads.list({ query: 'status:"Potential"' })) {
  console.log(me.first_name, lead.display_name);
}
// #endregion first

// #region calls
const lead = await close.leads.get('lead_1'); // data, or throws CloseApiError
const { name } = await close.leads.get('lead_1', { fields: ['id', 'name'] }); // only these, in the type too
const { data, response, attempts } = await close.leads.get('lead_1').withResponse();
const result = await close.leads.update('lead_1', { description: null }).result(); // { ok, data | error }
const fifty = await close.leads.list({ query: 'sort:created' }).toArray({ limit: 50 });
for await (const page of close.leads.list().pages()) console.log(page.data.length);
// #endregion calls

// #region raw
import { raw } from '@closekit/client';

const params = { path: { id: 'lead_1' } };
const plain = await raw(close).GET('/lead/{id}/', { params }); // { data } or { error }
// #endregion raw

// #region functions
import { createCloseConnection, leadsGet } from '@closekit/client/operations';

const connection = createCloseConnection({ auth: apiKey(process.env['CLOSE_API_KEY'] ?? '') });
const found = await leadsGet(connection, 'lead_1', { fields: ['id', 'display_name'] });
// #endregion functions

// #region files
import { openAsBlob } from 'node:fs';
import { downloadFile, exportLeads, uploadFile } from '@closekit/client/files';

const offer = await uploadFile(close, await openAsBlob('offer.pdf'), {
  filename: 'offer.pdf',
  contentType: 'application/pdf',
  onProgress: ({ transferred, total }) => console.log(`${transferred} of ${total} bytes`),
});
await close.activities.notes.create({ lead_id: 'lead_1', note: 'Our offer', attachments: [offer] });

const file = await downloadFile(close, offer.url); // a Response; file.body is a stream

for await (const row of exportLeads(close, { type: 'leads', fields: ['id', 'display_name'] })) {
  console.log(row['id'], row['display_name']);
}
// #endregion files

// #region webhooks
import { ensureSubscription, handleOnce, memoryWebhookStore, verifyWebhook } from '@closekit/client/webhooks';
import { isWebhookError, isWebhookEvent, withLookupLimits } from '@closekit/client/webhooks';

const url = 'https://app.example/close-webhook';
const events = [{ object_type: 'lead', action: 'updated' }] as const;
await ensureSubscription(close, { url, events, keys }); // at every start; keys: find and save in your database

const signatureKey = withLookupLimits(keys.find);
const store = memoryWebhookStore(); // one process; a shared one is below

async function receive(request: Request): Promise<Response> {
  try {
    const { event } = await verifyWebhook(request, { signatureKey });
    await handleOnce(event, () => notify(event), { store });
    return new Response(null, { status: 204 });
  } catch (error) {
    if (!isWebhookError(error)) throw error; // 500: Close repeats the delivery
    return new Response(error.code, { status: error.status });
  }
}

function notify(event: WebhookEvent): void {
  if (isWebhookEvent(event, 'lead', 'updated')) console.log(`${event.data.display_name} has changed`);
}
// #endregion webhooks

export { found, lead, name, data, response, attempts, result, fifty, plain, file, receive };
