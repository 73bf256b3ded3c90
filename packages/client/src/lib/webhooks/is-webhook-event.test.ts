import { describe, expect, it } from 'vitest';
import { isWebhookEvent } from './is-webhook-event.ts';

const event = { object_type: 'lead', action: 'updated' };

describe('isWebhookEvent', () => {
  it('compares the object type', () => {
    expect(isWebhookEvent(event, 'lead')).toBe(true);
    expect(isWebhookEvent(event, 'contact')).toBe(false);
  });

  it('compares the action when one is passed', () => {
    expect(isWebhookEvent(event, 'lead', 'updated')).toBe(true);
    expect(isWebhookEvent(event, 'lead', 'created')).toBe(false);
  });
});
