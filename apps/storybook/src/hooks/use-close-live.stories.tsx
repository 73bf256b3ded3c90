import { useCloseLive } from '@closekit/react';
import type { CloseLiveEvent } from '@closekit/react';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { expect, waitFor } from 'storybook/test';
import { expectFact } from '../cards/expect-fact.ts';
import { QueryCard } from '../cards/query-card.tsx';
import { StateCard } from '../cards/state-card.tsx';

interface LiveCardProps {
  /** Whether to listen. */
  readonly enabled: boolean;
}

function LiveCard({ enabled }: LiveCardProps): ReactNode {
  const [last, setLast] = useState<CloseLiveEvent>();
  const { status } = useCloseLive({ enabled, onEvent: setLast });
  return (
    <>
      <StateCard
        title="useCloseLive()"
        facts={{
          'live.status': status,
          'event.object_type': last?.object_type,
          'event.action': last?.action,
        }}
      />
      <QueryCard limit={3} />
    </>
  );
}

const meta = {
  title: 'Hooks/useCloseLive',
  component: LiveCard,
  args: { enabled: true },
} satisfies Meta<typeof LiveCard>;
export default meta;

type Story = StoryObj<typeof meta>;

/** Renames the first lead at Close, as another user. */
async function renameElsewhere({ sandbox }: TestBackend, name: string): Promise<string> {
  const authorization = `Bearer ${sandbox.connect().accessToken}`;
  const send = (path: string, init: RequestInit = {}) =>
    sandbox.fetch(`${sandbox.origin}/api/v1${path}`, {
      ...init,
      headers: { authorization, 'content-type': 'application/json' },
    });
  const page: { data: { id: string }[] } = await (await send('/lead/?_limit=1')).json();
  const id = page.data[0]?.id ?? '';
  await send(`/lead/${id}/`, { method: 'PUT', body: JSON.stringify({ name }) });
  return id;
}

/** Live updates arrive: a change by another user shows without a reload. */
export const Open: Story = {
  play: async ({ canvas, canvasElement, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'live.status', 'open');
    await expectFact(canvasElement, 'data.length', '3');
    const id = await renameElsewhere(backend, 'Renamed by another user');
    await expect(canvas.queryByText('Renamed by another user')).toBeNull();
    backend.emit({ object_type: 'lead', object_id: id, changed_fields: ['name'] });
    await expect(await canvas.findByText('Renamed by another user')).toBeVisible();
    await expectFact(canvasElement, 'event.action', 'updated');
  },
};

/** The backend does not know which events were missed, so every mounted query refetches. */
export const Reset: Story = {
  play: async ({ canvasElement, canvas, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'live.status', 'open');
    await expectFact(canvasElement, 'data.length', '3');
    await renameElsewhere(backend, 'Renamed while disconnected');
    backend.emit('reset');
    await expect(await canvas.findByText('Renamed while disconnected')).toBeVisible();
  },
};

/** Switched off: no stream is opened. */
export const Off: Story = {
  args: { enabled: false },
  play: async ({ canvasElement, loaded }) => {
    const { requests }: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'data.length', '3');
    await expectFact(canvasElement, 'live.status', 'disabled');
    await expect(requests.filter((request) => request.endsWith('/events'))).toEqual([]);
  },
};

/** The user has signed out: the stream closes, and no other one opens. */
export const SignedOut: Story = {
  play: async ({ canvas, canvasElement, loaded }) => {
    const backend: TestBackend = loaded['close'];
    await expectFact(canvasElement, 'live.status', 'open');
    await expectFact(canvasElement, 'data.length', '3');
    backend.signOut();
    canvas.getByRole('button', { name: 'Refetch' }).click();
    await expectFact(canvasElement, 'live.status', 'disabled');
    await waitFor(() => expect(canvas.queryAllByRole('listitem')).toEqual([]));
  },
};
