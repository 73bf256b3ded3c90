import type { CloseClientEvent } from '@closekit/client';
import { vi } from 'vitest';
import { AuthStore } from '../src/lib/auth/store.ts';
import type { AuthStoreOptions } from '../src/lib/auth/store.ts';
import type { CloseSession } from '../src/lib/auth/close-session.ts';
import { sessionRoutes } from '../src/lib/auth/session-routes.ts';
import { createFakePage } from './fake-page.ts';

/** The details of a connection. */
export const connection = {
  user: { id: 'user_1', name: 'Ada Lovelace' },
  organization: { id: 'orga_1', name: 'Analytical Engines' },
  organizations: [
    { id: 'orga_1', name: 'Analytical Engines' },
    { id: 'orga_2', name: 'Difference Engines' },
  ],
  expiresAt: 1_000,
  generation: 1,
  refreshes: 0,
  scope: 'all.full_access',
};
export const signedIn = { status: 'signed-in', ...connection } satisfies CloseSession;
export const signedOut = { status: 'signed-out' } satisfies CloseSession;

/** A store over a backend whose responses the test controls. */
export function setUpStore(options: Pick<AuthStoreOptions, 'initialSession' | 'onSignedOut'> = {}) {
  const page = createFakePage();
  const listeners = new Set<(event: CloseClientEvent) => void>();
  const requests: {
    path: string;
    method: string;
    headers: Headers;
    body: unknown;
    signal: AbortSignal | null | undefined;
  }[] = [];
  const backend = { answer: (_path: string): Response | Promise<Response> => Response.json(signedOut) };
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    const path = typeof input === 'string' ? input : 'not a path';
    requests.push({
      path,
      method: init?.method ?? 'GET',
      headers,
      body: init?.body,
      signal: init?.signal,
    });
    return backend.answer(path);
  };
  const client = {
    subscribe: (listener: (event: CloseClientEvent) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const forget = vi.fn<() => void>();
  const store = new AuthStore({
    client,
    page,
    source: sessionRoutes({ basePath: '/api/close', fetch, forget }),
    ...options,
  });
  const emit = (event: CloseClientEvent): void => listeners.forEach((listener) => listener(event));
  const answer = (session: unknown): void => {
    backend.answer = () => Response.json(session);
  };
  return { store, page, requests, backend, answer, emit, listeners, forget };
}

/** Waits for the next task, after all pending microtasks. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
