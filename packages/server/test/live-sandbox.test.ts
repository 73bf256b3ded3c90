import { describe, expect, it } from 'vitest';
import { webhookRelay } from '../src/index.ts';
import { connectSandbox, signIn } from './connect-sandbox.ts';
import { readMessages } from './read-messages.ts';

describe('live updates from Close', () => {
  it('reach every open page of the organization after a change by one page', async () => {
    const keys = new Map<string, string>();
    const world = connectSandbox({ webhooks: webhookRelay({ signatureKey: (id) => keys.get(id) }) });
    const { id, signatureKey } = world.sandbox.subscribe({ url: 'https://app.example/api/close/webhook' });
    keys.set(id, signatureKey);
    await signIn(world);
    const messages = readMessages(await world.browser.call('/api/close/events'));
    await messages.next();
    const created = await world.browser.call('/api/close/api/v1/lead/', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Known to this page only' }),
    });
    const lead: { id: string } = await created.json();
    const message = await messages.next();
    expect(message).toContain(`"object_type":"lead","object_id":"${lead.id}"`);
    expect(message).toContain('"action":"created"');
    expect(message).not.toContain('Known to this page only');
    await world.sandbox.delivered();
    expect(world.sandbox.deliveries.map(({ status }) => status)).toEqual([204]);
    await messages.leave();
  });
});
