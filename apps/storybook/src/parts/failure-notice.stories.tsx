import { CloseApiError } from '@closekit/client';
import type { CloseApiErrorCode, CloseApiErrorDetails } from '@closekit/client';
import { FailureNotice } from '@closekit/example/src/parts/failure-notice.tsx';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent } from 'storybook/test';

const meta = {
  title: 'Sample app/FailureNotice',
  component: FailureNotice,
  args: { title: 'The leads could not be loaded.', error: new Error('unforeseen'), onRetry: fn() },
} satisfies Meta<typeof FailureNotice>;
export default meta;

type Story = StoryObj<typeof meta>;

/** A failure in words, from its code. */
function failing(words: RegExp, code: CloseApiErrorCode, details: CloseApiErrorDetails = {}): Story {
  return {
    args: { error: new CloseApiError(code, 'for logs', details) },
    play: ({ canvas }) => expect(canvas.getByRole('alert')).toHaveTextContent(words),
  };
}

export const PlanLimit = failing(/plan does not include/, 'plan_limit');
export const Forbidden = failing(/role in Close/, 'forbidden');
export const NotFound = failing(/deleted or merged/, 'not_found');
export const RateLimited = failing(/asks for a pause/, 'rate_limited');
export const ServerError = failing(/has a problem/, 'server_error');
export const Network = failing(/cannot be reached/, 'network');
export const Timeout = failing(/took too long/, 'timeout');
export const Aborted = failing(/was cancelled/, 'aborted');
export const Decode = failing(/could not be read/, 'decode');

/** What Close says about the fields is said. */
export const InvalidRequest = failing(/name: This name is taken\./, 'invalid_request', {
  fieldErrors: { name: 'This name is taken.' },
});

/** The server keeps a write of one organization from another one, before Close sees it. */
export const OrganizationChanged = failing(/Another tab has changed the organization/, 'invalid_request', {
  status: 409,
  backendCode: 'organization_changed',
});

/** A lost connection has its own way out, above every screen: trying again is none. */
export const ReauthorizationRequired: Story = {
  args: { error: new CloseApiError('reauthorization_required', 'for logs') },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('alert')).toHaveTextContent('Reconnect to go on.');
    await expect(canvas.queryByRole('button')).toBeNull();
  },
};

/** Anything else has no words of its own, and can be tried again. */
export const Unforeseen: Story = {
  play: async ({ canvas, args }) => {
    await expect(canvas.getByRole('alert')).toHaveTextContent('Something unexpected happened.');
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
    await expect(args.onRetry).toHaveBeenCalledOnce();
  },
};
