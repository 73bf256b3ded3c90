import { useCloseAuthSuspense, useCloseQueries } from '@closekit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { expect } from 'storybook/test';
import { expectFact } from '../cards/expect-fact.ts';
import { StateCard } from '../cards/state-card.tsx';

function SeveralReads(): ReactNode {
  const auth = useCloseAuthSuspense();
  const [me, statuses, missing] = useCloseQueries((q) => [
    q.users.getMe(),
    q.leadStatuses.list(),
    q.leads.get('lead_missing'),
  ]);
  const facts = {
    'auth.status': auth.status,
    'me.data.first_name': me.data?.first_name,
    'statuses.data.length': statuses.data?.data.length,
    'missing.error.code': missing.error?.code,
  };
  return <StateCard title="useCloseQueries((q) => [ … ])" facts={facts} />;
}

function Page(): ReactNode {
  return (
    <Suspense fallback={<p>One moment…</p>}>
      <SeveralReads />
    </Suspense>
  );
}

/** Several reads at once, in a component that suspends until the session is known. */
const meta = { title: 'Hooks/useCloseQueries', component: Page } satisfies Meta<typeof Page>;
export default meta;

type Story = StoryObj<typeof meta>;

/** Suspended: the session is not known yet. */
export const Loading: Story = {
  parameters: {
    close: {
      prepare: (backend: object) => void Object.assign(backend, { sessionResponse: new Promise(() => {}) }),
    },
  },
  play: async ({ canvas }) => expect(await canvas.findByText('One moment…')).toBeVisible(),
};

/** Each query has its own result: one failure does not affect the others. */
export const Results: Story = {
  play: async ({ canvasElement }) => {
    await expectFact(canvasElement, 'auth.status', 'signed-in');
    await expectFact(canvasElement, 'me.data.first_name', /\w/);
    await expectFact(canvasElement, 'statuses.data.length', /^[1-9]/);
    await expectFact(canvasElement, 'missing.error.code', 'not_found');
  },
};
