// The example of the README about webhooks, here so that it is compiled.
import type { CloseClient } from '@closekit/client';
import type { HandleEventOptions, OrganizationSignatureKey, WebhookEvent } from '@closekit/client/webhooks';
import type { ConnectedOAuth } from '../src/index.ts';

declare const oauth: ConnectedOAuth;
declare const close: CloseClient;
declare const organizationId: string;
declare const database: {
  findKey(subscriptionId: string): Promise<OrganizationSignatureKey | undefined>;
  saveKey(row: OrganizationSignatureKey & { id: string }): Promise<void>;
};
declare const store: HandleEventOptions['store'];
declare const notify: (event: WebhookEvent) => Promise<void>;
const origin = 'https://app.example';

// #region relay
import { ensureSubscription, handleOnce } from '@closekit/client/webhooks';
import { createCloseHandler, webhookRelay } from '@closekit/server';

const findKey = (subscriptionId: string) => database.findKey(subscriptionId); // { signatureKey, organizationId }
await ensureSubscription(close, {
  url: 'https://app.example/api/close/webhook',
  events: [
    { object_type: 'lead', action: 'created' },
    { object_type: 'lead', action: 'updated' },
    { object_type: 'opportunity', action: 'updated' },
  ],
  keys: { find: findKey, save: (key) => database.saveKey({ ...key, organizationId }) },
});
const webhooks = webhookRelay({
  signatureKey: findKey,
  onDelivery: ({ event }) => handleOnce(event, () => notify(event), { store }), // optional: for your app
});
const handler = createCloseHandler({ oauth, origin, webhooks });
// #endregion relay

export { handler };
