import { describe, expect, it } from 'vitest';
import { leadsGet } from '../../generated/operations.ts';
import { json, stubFetch } from '../../../test/stub-fetch.ts';
import { bearer } from '../auth/bearer.ts';
import { createCloseClient } from '../create-close-client.ts';
import { createCloseConnection } from './create-close-connection.ts';
import { subscribe } from './subscribe.ts';

/** Passes arguments that the types do not allow. */
const call = (...values: unknown[]): unknown => Reflect.apply(subscribe, undefined, values);
const refused = () => json({ error: 'Unauthorized' }, { status: 401 });

describe('subscribe', () => {
  it('reports the events of a connection, until it is left', async () => {
    const { fetch } = stubFetch(refused(), refused(), refused());
    const close = createCloseConnection({ auth: bearer('t'), fetch });
    await leadsGet(close, 'lead_1').result();
    const events: string[] = [];
    const unsubscribe = subscribe(close, ({ type }) => events.push(type));
    await leadsGet(close, 'lead_1').result();
    expect(events).toEqual(['unauthorized']);
    unsubscribe();
    await leadsGet(close, 'lead_1').result();
    expect(events).toEqual(['unauthorized']);
  });

  it('reports the refreshes of a token source', async () => {
    const { fetch } = stubFetch(refused(), json({ id: 'lead_1' }));
    const tokens = ['old', 'new'];
    const source = { get: () => tokens[0] ?? '', invalidate: () => void tokens.shift() };
    const close = createCloseConnection({ auth: bearer(source), fetch });
    const events: string[] = [];
    subscribe(close, ({ type }) => events.push(type));
    await leadsGet(close, 'lead_1');
    expect(events).toEqual(['refreshing', 'refreshed']);
  });

  it('has the listeners of a client', async () => {
    const { fetch } = stubFetch(refused());
    const close = createCloseClient({ auth: bearer('t'), fetch });
    const events: string[] = [];
    close.subscribe(({ type }) => events.push(`method ${type}`));
    subscribe(close, ({ type }) => events.push(`function ${type}`));
    await close.users.getMe().result();
    expect(events).toEqual(['method unauthorized', 'function unauthorized']);
  });

  it('refuses wrong arguments', () => {
    const close = createCloseConnection({ auth: bearer('t') });
    expect(() => call(close)).toThrow(new TypeError('subscribe: `listener` must be a function.'));
    expect(() => call({}, () => {})).toThrow(
      new TypeError('subscribe: `close` must be a client of @closekit/client.'),
    );
  });
});
