import { bearer, cookieSession, createCloseClient } from '@closekit/client';
import type { CloseStoryParameters } from '@closekit/react/testing';
import type { Fault } from '@closekit/sandbox';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { expectFact } from '../cards/expect-fact.ts';
import { QueryCard } from '../cards/query-card.tsx';

/** Each way in which a call can fail, by the `code` of its error. */
const meta = { title: 'Hooks/Errors by code', component: QueryCard } satisfies Meta<typeof QueryCard>;
export default meta;

type Story = StoryObj<typeof meta>;

/** A card whose query fails with a code, and says so. */
function failing(code: string, close: CloseStoryParameters): Story {
  return {
    parameters: { close: { hydrated: true, ...close } },
    play: async ({ canvas, canvasElement }) => {
      await expectFact(canvasElement, 'error.code', code);
      await expect(canvas.getByRole('alert')).toBeVisible();
    },
  };
}

/** One answer of the list of leads, in place of the real one. */
function answering(fault: Fault): CloseStoryParameters {
  return { faults: [{ path: '/api/v1/lead/', ...fault }] };
}

/** The credential is not accepted, and there is no other one. */
export const Unauthorized = failing('unauthorized', {
  createClient: ({ fetch }) => createCloseClient({ auth: bearer('revoked'), fetch, retry: false }),
});

/** The backend has lost the connection: only a login helps. */
export const ReauthorizationRequired = failing('reauthorization_required', { session: 'needs-reauth' });

/** The organization's plan does not have this. */
export const PlanLimit = failing(
  'plan_limit',
  answering({ status: 402, body: { error: 'Your plan does not include this feature.' } }),
);

/** This user may not do it. */
export const Forbidden = failing(
  'forbidden',
  answering({ status: 403, body: { error: 'You do not have permission to see leads.' } }),
);

/** It is not there. */
export const NotFound = failing('not_found', answering({ status: 404, body: { error: 'Not found.' } }));

/** Close does not understand what it is asked. */
export const InvalidRequest = failing(
  'invalid_request',
  answering({ status: 400, body: { errors: [], 'field-errors': { _limit: 'Must be at most 200.' } } }),
);

/** Too many requests, and the limit does not end soon. */
export const RateLimited = failing(
  'rate_limited',
  answering({
    status: 429,
    headers: { ratelimit: 'limit=100, remaining=0, reset=3600', 'retry-after': '3600' },
  }),
);

/** Close is out of order. */
export const ServerError = failing('server_error', answering({ status: 502, body: '<h1>Bad gateway</h1>' }));

/** Nothing gets through. */
export const Network = failing('network', { offline: true });

/** There is no answer in time. */
export const Timeout = failing('timeout', {
  delayMs: 3_600_000,
  createClient: () => createCloseClient({ auth: cookieSession(), timeoutMs: 50, retry: false }),
});

/** The answer ends in the middle. */
export const Decode = failing('decode', answering({ truncate: true }));
