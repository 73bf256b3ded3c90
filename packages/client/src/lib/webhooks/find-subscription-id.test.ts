import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSubscriptionId } from './find-subscription-id.ts';

const find = (text: string): string | undefined => findSubscriptionId(new TextEncoder().encode(text));

describe('findSubscriptionId', () => {
  it('finds the member of the outermost object, wherever it stands', () => {
    const bodies = [
      '{"event":{},"subscription_id":"whsub_1"}',
      '{"subscription_id":"whsub_1","event":{"lead":[1,{"a":"}"}]}}',
      '\n{ "event" : "\\"}{\\\\" , "subscription_id"\t:\r\n"whsub_1" }',
      '{"ü":"ü\u2028","subscription_id":"whsub_1"}',
    ];
    expect(bodies.map(find)).toEqual(bodies.map(() => 'whsub_1'));
  });

  it('ignores members of nested objects, texts and array items', () => {
    const bodies = [
      '{"event":{"subscription_id":"whsub_2"}}',
      '{"event":"\\"subscription_id\\":\\"whsub_2\\""}',
      '{"event":"subscription_id","x":"whsub_2"}',
      '["subscription_id","whsub_2"]',
      '{"a":[{"subscription_id":"whsub_2"}],"subscription_id":"whsub_1"}',
    ];
    expect(bodies.map(find)).toEqual([undefined, undefined, undefined, undefined, 'whsub_1']);
  });

  it('finds nothing in a body with two ids, or with one that is not an id', () => {
    const bodies = [
      '{"subscription_id":"whsub_1","subscription_id":"whsub_2"}',
      '{"subscription_id":"whsub_1","subscription_id":null}',
      '{"subscription_id":["whsub_1"],"subscription_id":"whsub_2"}',
      '{"subscription_id":"whsub\\u005f1"}',
      '{"subscription_id":"constructor"}',
      '{"subscription_id":"__proto__"}',
      `{"subscription_id":"whsub_${'x'.repeat(101)}"}`,
      '{"subscription_id":',
      '{"subscription_id"',
      '"subscription_id":"whsub_1"',
      '',
      '\\',
      '"\\',
    ];
    expect(bodies.map(find)).toEqual(bodies.map(() => undefined));
  });

  it('agrees with JSON.parse about every delivery', () => {
    const id = fc.stringMatching(/^whsub_\w{1,40}$/);
    fc.assert(
      fc.property(id, fc.json(), fc.boolean(), (subscriptionId, json, isFirst) => {
        const event: unknown = JSON.parse(json);
        const delivery = isFirst
          ? { subscription_id: subscriptionId, event }
          : { event, subscription_id: subscriptionId };
        expect(find(JSON.stringify(delivery))).toBe(subscriptionId);
        expect(find(JSON.stringify(delivery, null, 2))).toBe(subscriptionId);
      }),
    );
  });

  it('ends for any bytes', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      ':',
      ',',
      ' ',
      '"subscription_id"',
      '"whsub_1"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        // A name in the place of a value has the form of an id.
        expect([undefined, 'whsub_1', 'subscription_id']).toContain(find(pieces.join('')));
      }),
    );
  });
});
