import { createSandbox } from '@closekit/sandbox';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { create } from 'react-test-renderer';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ClosePage } from '../auth/close-page.ts';
import { useCloseAuth } from '../hooks/use-close-auth.ts';
import type { UseCloseAuthResult } from '../hooks/use-close-auth.ts';
import { useCloseLive } from '../hooks/use-close-live.ts';
import { useCloseQuery } from '../hooks/use-close-query.ts';
import { useCloseSuspenseQuery } from '../hooks/use-close-suspense-query.ts';
import { createTestBackend } from '../testing/create-test-backend.ts';
import { CloseProvider } from './close-provider.tsx';
import type { CloseProviderProps } from './close-provider.tsx';

/** Removes properties until the test is over. */
function remove(target: object, ...names: string[]): void {
  for (const name of names) {
    const descriptor = Object.getOwnPropertyDescriptor(target, name);
    if (descriptor === undefined) continue;
    Reflect.deleteProperty(target, name);
    onTestFinished(() => void Object.defineProperty(target, name, descriptor));
  }
}

/** React Native has a `window` without events, and an older `AbortSignal`. */
beforeEach(() => {
  remove(globalThis, 'document', 'location', 'history', 'addEventListener', 'removeEventListener');
  remove(globalThis, 'BroadcastChannel', 'localStorage', 'sessionStorage', 'EventSource', 'DOMException');
  remove(AbortSignal, 'any', 'timeout');
  remove(AbortSignal.prototype, 'throwIfAborted');
  vi.stubGlobal('navigator', { product: 'ReactNative' });
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('IS_REACT_NATIVE_TEST_ENVIRONMENT', true);
});

afterEach(() => vi.unstubAllGlobals());

/** An app in the foreground that is online. */
function createPage() {
  const visible = new Set<() => void>();
  const online = new Set<() => void>();
  const page: ClosePage = {
    isVisible: () => true,
    onVisible(listener) {
      visible.add(listener);
      return () => visible.delete(listener);
    },
    onOnline(listener) {
      online.add(listener);
      return () => online.delete(listener);
    },
  };
  return { page, returnToApp: () => visible.forEach((listener) => listener()), listeners: [visible, online] };
}

function createBackend() {
  return createTestBackend({ sandbox: createSandbox({ leads: 3 }) });
}

function startApp(props: Partial<CloseProviderProps> = {}, backend = createBackend()) {
  const { client, fetch, navigate } = backend;
  const states: UseCloseAuthResult[] = [];
  function Screen(): ReactNode {
    const auth = useCloseAuth();
    states.push(auth);
    const leads = useCloseQuery((q) => q.leads.list(), { select: ({ data }) => data.length });
    const live = useCloseLive();
    return `${auth.status}, live ${live.status}, ${leads.data} leads`;
  }
  const app = create(
    <QueryClientProvider client={new QueryClient()}>
      <CloseProvider client={client} fetch={fetch} navigate={navigate} {...props}>
        <Screen />
        <Suspense fallback="suspended">
          <KnownUser />
        </Suspense>
      </CloseProvider>
    </QueryClientProvider>,
  );
  onTestFinished(() => app.unmount());
  const sessionReads = () => backend.requests.filter((line) => line === 'GET /api/close/session').length;
  return { app, backend, shown: () => app.toJSON(), auth: () => states.at(-1), sessionReads };
}

function KnownUser(): ReactNode {
  return useCloseSuspenseQuery((q) => q.users.getMe()).data.id && 'user known';
}

const connected = ['signed-in, live unsupported, 3 leads', 'user known'];
const signedOut = ['signed-out, live disabled, undefined leads', 'suspended'];

describe('CloseProvider in React Native', () => {
  it('reads the session and data', async () => {
    const { shown } = startApp();
    await expect.poll(shown).toEqual(connected);
  });

  it('logs in by a function of the app, and signs out', async () => {
    const { backend, shown, auth } = startApp();
    await expect.poll(shown).toEqual(connected);
    auth()?.signIn();
    expect(backend.visited).toEqual(['/api/close/login?returnTo=%2F']);
    await auth()?.signOut();
    await expect.poll(shown).toEqual(signedOut);
  });

  it('reads the session again when the user returns to the app, until it is unmounted', async () => {
    const { page, returnToApp, listeners } = createPage();
    const { app, backend, shown, sessionReads } = startApp({ page });
    await expect.poll(shown).toEqual(connected);
    expect(sessionReads()).toBe(1);
    backend.signOut();
    returnToApp();
    await expect.poll(shown).toEqual(signedOut);
    expect(sessionReads()).toBe(2);
    app.unmount();
    await expect.poll(() => listeners.map(({ size }) => size)).toEqual([0, 0]);
  });

  it('receives live events by an EventSource of the app', async () => {
    const backend = createBackend();
    const { page, listeners } = createPage();
    const { app, shown } = startApp({ page, eventSource: backend.eventSource }, backend);
    await expect.poll(shown).toEqual(['signed-in, live open, 3 leads', 'user known']);
    app.unmount();
    await expect.poll(() => listeners.map(({ size }) => size)).toEqual([0, 0]);
  });
});
