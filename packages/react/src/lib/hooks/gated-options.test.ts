import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { createSandbox } from '@closekit/sandbox';
import { describe, expect, it } from 'vitest';
import { createTestBackend } from '../testing/create-test-backend.ts';
import { createCloseQueryOptions } from '../queries/create-close-query-options.ts';
import { gatedOptions } from './gated-options.ts';
import type { CloseContextValue } from '../queries/close-context.ts';

describe('gatedOptions', () => {
  it('shares no initial data among skipped queries', () => {
    const { client } = createTestBackend({ sandbox: createSandbox({ leads: 0 }) });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fields that are read
    const context = {
      queries: createCloseQueryOptions(client),
      isConnected: true,
    } as unknown as CloseContextValue;
    const read = context.queries.leads.get('lead_1');
    const queryClient = new QueryClient();
    const resultOf = (options: object): unknown =>
      new QueryObserver(queryClient, {
        ...gatedOptions<typeof read, object>(context, undefined, options),
      }).getCurrentResult().data;
    resultOf({ initialData: { id: 'lead_1' } });
    expect(resultOf({})).toBeUndefined();
  });
});
