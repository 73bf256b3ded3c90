// oxlint-disable vitest/expect-expect -- the compiler checks the expectations
import { describe, expectTypeOf, it } from 'vitest';
import type { Lead } from '../../generated/models.ts';
import { isWebhookEvent } from '../../webhooks.ts';
import type { WebhookDelivery, WebhookEvent, WebhookEventOf } from '../../webhooks.ts';

declare const event: WebhookEvent;

describe('WebhookEvent', () => {
  it('narrows by object_type and action', () => {
    if (event.object_type === 'lead' && event.action !== 'deleted') {
      expectTypeOf(event.data).toExtend<Partial<Lead> | null | undefined>();
    }
    if (event.object_type === 'activity.note' && event.action === 'deleted') {
      expectTypeOf(event.previous_data).not.toBeAny();
    }
    // @ts-expect-error no such kind of object
    void (event.object_type === 'leed');
  });

  it('is the event of a delivery', () => {
    expectTypeOf<WebhookDelivery['event']>().toEqualTypeOf<WebhookEvent>();
  });
});

describe('isWebhookEvent', () => {
  it('narrows in one step', () => {
    if (isWebhookEvent(event, 'lead', 'updated')) {
      expectTypeOf(event.action).toEqualTypeOf<'updated'>();
      expectTypeOf(event.data.display_name).toEqualTypeOf<string | undefined>();
    }
    if (isWebhookEvent(event, 'task.lead', 'completed')) {
      expectTypeOf(event.object_type).toEqualTypeOf<'task.lead'>();
    }
  });

  it('refuses pairs and names that do not exist', () => {
    expectTypeOf<WebhookEventOf<'membership', 'created'>>().toBeNever();
    // @ts-expect-error no such kind of object
    isWebhookEvent(event, 'leed');
    // @ts-expect-error no such action
    isWebhookEvent(event, 'lead', 'vanished');
  });
});
