import { bearer, cookieSession, createCloseClient } from '@closekit/client';
import type { CloseStoryParameters } from '@closekit/react/testing';
import type { Fault } from '@closekit/sandbox';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { expectFact } from '../cards/expect-fact.ts';
import { QueryCard } from '../cards/query-card.tsx';

/** Every failure of a call, by the `code` of its error. */
const meta = { title: 'Hooks/Errors by code', component: QueryCard } satisfies Meta<typeof QueryCard>;
export default meta;

type Story = StoryObj<typeof meta>;

/** A card whose query fails with this code. */
function failing(code: string, close: CloseStoryParameters): Story {
  return {
    parameters: { close: { hydrated: true, ...close } },
    play: async ({ canvas, canvasElement }) => {
      await expectFact(canvasElement, 'error.code', code);
      await expect(canvas.getByRole('alert')).toBeVisible();
    },
  };
}

/** Replaces one response of the list of leads. */
function responding(fault: Fault): CloseStoryParameters {
  return { faults: [{ path: '/api/v1/lead/', ...fault }] };
}

/** Close refuses the credential, and the client has no other one. */
export const Unauthorized = failing('unauthorized', {
  createClient: ({ fetch }) => createCloseClient({ auth: bearer('revoked'), fetch, retry: false }),
});

/** The connection is lost. The user has to connect again. */
export const ReauthorizationRequired = failing('reauthorization_required', { session: 'needs-reauth' });

/** The plan of the organization does not include the feature. */
export const PlanLimit = failing(
  'plan_limit',
  responding({ status: 402, body: { error: 'Your plan does not include this feature.' } }),
);

/** The user does not have the permission. */
export const Forbidden = failing(
  'forbidden',
  responding({ status: 403, body: { error: 'You do not have permission to see leads.' } }),
);

/** The object does not exist. */
export const NotFound = failing('not_found', responding({ status: 404, body: { error: 'Not found.' } }));

/** Close refuses the parameters. */
export const InvalidRequest = failing(
  'invalid_request',
  responding({ status: 400, body: { errors: [], 'field-errors': { _limit: 'Must be at most 200.' } } }),
);

/** Too many requests, and the reset is too far away to wait for it. */
export const RateLimited = failing(
  'rate_limited',
  responding({
    status: 429,
    headers: { ratelimit: 'limit=100, remaining=0, reset=3600', 'retry-after': '3600' },
  }),
);

/** Close has an error. */
export const ServerError = failing('server_error', responding({ status: 502, body: '<h1>Bad gateway</h1>' }));

/** The network is down. */
export const Network = failing('network', { offline: true });

/** The response does not arrive in time. */
export const Timeout = failing('timeout', {
  delayMs: 3_600_000,
  createClient: () => createCloseClient({ auth: cookieSession(), timeoutMs: 50, retry: false }),
});

/** The response body is cut off. */
export const Decode = failing('decode', responding({ truncate: true }));
