import { CloseApiError } from '@closekit/client';
import type { CloseApiErrorCode, CloseApiErrorDetails } from '@closekit/client';
import { FailureNotice } from '@closekit/example/src/parts/failure-notice.tsx';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent } from 'storybook/test';

const meta = {
  title: 'Sample app/FailureNotice',
  component: FailureNotice,
  args: { title: 'The leads could not be loaded.', error: new Error('unexpected'), onRetry: fn() },
} satisfies Meta<typeof FailureNotice>;
export default meta;

type Story = StoryObj<typeof meta>;

/** A notice for an error with this code. */
function failing(words: RegExp, code: CloseApiErrorCode, details: CloseApiErrorDetails = {}): Story {
  return {
    args: { error: new CloseApiError(code, 'for logs', details) },
    play: ({ canvas }) => expect(canvas.getByRole('alert')).toHaveTextContent(words),
  };
}

export const PlanLimit = failing(/plan does not include/, 'plan_limit');
export const Forbidden = failing(/role in Close/, 'forbidden');
export const NotFound = failing(/deleted or merged/, 'not_found');
export const RateLimited = failing(/Too many requests/, 'rate_limited');
export const ServerError = failing(/has a problem/, 'server_error');
export const Network = failing(/cannot be reached/, 'network');
export const Timeout = failing(/took too long/, 'timeout');
export const Aborted = failing(/was cancelled/, 'aborted');
export const Decode = failing(/could not be read/, 'decode');

/** Shows the messages of Close for each field. */
export const InvalidRequest = failing(/name: This name is taken\./, 'invalid_request', {
  fieldErrors: { name: 'This name is taken.' },
});

/** The server refuses a write for another organization than the current one, before it reaches Close. */
export const OrganizationChanged = failing(
  /Another tab has switched to another organization/,
  'invalid_request',
  {
    status: 409,
    backendCode: 'organization_changed',
  },
);

/** A lost connection offers no retry: the banner above every screen reconnects. */
export const ReauthorizationRequired: Story = {
  args: { error: new CloseApiError('reauthorization_required', 'for logs') },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('alert')).toHaveTextContent('Reconnect to continue.');
    await expect(canvas.queryByRole('button')).toBeNull();
  },
};

/** Any other error gets a general text, and can be retried. */
export const Unexpected: Story = {
  play: async ({ canvas, args }) => {
    await expect(canvas.getByRole('alert')).toHaveTextContent('Something unexpected happened.');
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
    await expect(args.onRetry).toHaveBeenCalledOnce();
  },
};
