import { bearer, cookieSession, createCloseClient } from '@closekit/client';
import { describe, expect, it } from 'vitest';
import { connection, settle, signedIn } from '../../../test/store-over-backend.ts';
import { createFakePage } from '../../../test/fake-page.ts';
import { createAuthStore } from './create-auth-store.ts';
import { apiSession } from './api-session.ts';
import { sessionSourceOf } from './session-source-of.ts';
import { AuthStore } from './store.ts';

const fetch = () => Promise.resolve(new Response('not JSON', { status: 404 }));
const clientOf = (basePath: string) => createCloseClient({ auth: cookieSession(basePath), fetch });
const clientWith = (token: string) => createCloseClient({ auth: bearer(token), fetch });

describe('createAuthStore', () => {
  it('takes over the state of a store with the same session routes', () => {
    const initialSession = { ...connection, status: 'needs-reauth' as const };
    const first = createAuthStore('CloseProvider', { client: clientOf('/api/close'), initialSession });
    const next = createAuthStore(
      'CloseProvider',
      { client: clientOf('/api/close'), initialSession: signedIn },
      first,
    );
    expect(next.getSnapshot()).toBe(first.getSnapshot());
  });

  it('takes nothing over from other routes', () => {
    const first = createAuthStore('CloseProvider', {
      client: clientOf('/api/close'),
      initialSession: signedIn,
    });
    const next = createAuthStore('CloseProvider', { client: clientOf('/api/other') }, first);
    expect(next.getSnapshot()).toEqual({ status: 'loading' });
  });

  it('takes nothing over without routes: another token may belong to another user', () => {
    const first = createAuthStore('CloseProvider', {
      client: clientWith('one'),
      sessionSource: apiSession,
      initialSession: signedIn,
    });
    const next = createAuthStore(
      'CloseProvider',
      { client: clientWith('two'), sessionSource: apiSession },
      first,
    );
    expect(next.getSnapshot()).toEqual({ status: 'loading' });
  });

  it('reads the session again when it took over a failed read', async () => {
    const reads: string[] = [];
    const failing = (input: unknown) => {
      reads.push(String(input));
      return fetch();
    };
    const client = clientOf('/api/close');
    const options = {
      client,
      source: sessionSourceOf('CloseProvider', { client, fetch: failing }),
      page: createFakePage(),
    };
    const first = new AuthStore(options);
    await first.reload();
    expect(first.getSnapshot()).toMatchObject({ status: 'error' });
    const next = new AuthStore({ ...options, previous: first });
    expect(next.getSnapshot()).toMatchObject({ status: 'error' });
    next.start()();
    await settle();
    expect(reads).toHaveLength(1);
    const stop = next.start();
    await settle();
    stop();
    expect(reads).toHaveLength(2);
  });
});
