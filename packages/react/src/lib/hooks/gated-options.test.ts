import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { createSandbox } from '@closekit/sandbox';
import { describe, expect, it } from 'vitest';
import { createTestBackend } from '../testing/create-test-backend.ts';
import { createCloseQueryOptions } from '../queries/create-close-query-options.ts';
import { gatedOptions } from './gated-options.ts';
import type { CloseContextValue } from '../queries/close-context.ts';
import type { CloseSessionIds } from '../auth/close-session.ts';

function setUp(session?: CloseSessionIds) {
  const { client } = createTestBackend({ sandbox: createSandbox({ leads: 0 }) });
  const queries = createCloseQueryOptions(client, { session });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fields that are read
  const context = {
    root: { key: queries.key() },
    isConnected: session !== undefined,
  } as unknown as CloseContextValue;
  const read = queries.leads.get('lead_1');
  const observe = (
    options: { readonly enabled?: unknown; readonly initialData?: unknown },
    isSkipped = false,
  ) =>
    new QueryObserver(queryClient, {
      ...gatedOptions<typeof read, object>(context, isSkipped ? undefined : read, options),
    }).getCurrentResult();
  const queryClient = new QueryClient();
  return { context, read, observe };
}

const session = { organization: { id: 'orga_1' }, user: { id: 'user_1' } };

describe('gatedOptions', () => {
  it('shares no initial data among skipped queries', () => {
    const { observe } = setUp(session);
    observe({ initialData: { id: 'lead_1' } }, true);
    expect(observe({}, true).data).toBeUndefined();
  });

  it('adds the condition of the caller', () => {
    const { observe } = setUp(session);
    expect(observe({}).isEnabled).toBe(true);
    expect(observe({ enabled: true }).isEnabled).toBe(true);
    expect(observe({ enabled: false }).isEnabled).toBe(false);
    expect(observe({ enabled: () => false }).isEnabled).toBe(false);
  });

  it('is disabled without a session, whatever the caller or the builder wants', () => {
    const { context, read, observe } = setUp();
    expect(observe({ enabled: true }).isEnabled).toBe(false);
    expect(observe({ enabled: () => true }).isEnabled).toBe(false);
    const forced = gatedOptions(context, { ...read, enabled: () => true }, {});
    expect(new QueryObserver(new QueryClient(), forced).getCurrentResult().isEnabled).toBe(false);
  });

  it('stores no initial data without a session', () => {
    expect(setUp(session).observe({ initialData: { id: 'lead_1' } }).data).toEqual({ id: 'lead_1' });
    expect(setUp().observe({ initialData: { id: 'lead_1' } }).data).toBeUndefined();
  });
});
