import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, within } from 'storybook/test';
import { expectFact } from '../cards/expect-fact.ts';
import { MutationCard } from '../cards/mutation-card.tsx';

const meta = {
  title: 'Hooks/useCloseMutation',
  component: MutationCard,
  args: { isOptimistic: true },
} satisfies Meta<typeof MutationCard>;
export default meta;

type Story = StoryObj<typeof meta>;

/** The cards of the first two leads, once their names are loaded. */
async function leadsOf(canvas: ReturnType<typeof within>) {
  const [first, second] = await canvas.findAllByRole('listitem');
  if (first === undefined || second === undefined) throw new TypeError('Expected two leads.');
  await expectFact(first, 'name of the lead', /\w/);
  await expectFact(second, 'name of the lead', /\w/);
  return { first, second };
}

function nameIn(card: HTMLElement): string {
  return card.querySelector('[data-fact="name of the lead"]')?.textContent ?? '';
}

async function expectName(card: HTMLElement, name: string): Promise<void> {
  await expectFact(card, 'name of the lead', name);
  await expectFact(card, 'name in the list', name);
}

function press(card: HTMLElement, name: string): Promise<void> {
  return userEvent.click(within(card).getByRole('button', { name }));
}

/** A write shows at once, in the entity and in every list that contains it. */
export const Optimistic: Story = {
  play: async ({ canvas, loaded }) => {
    const backend: TestBackend = loaded['close'];
    const { first } = await leadsOf(canvas);
    backend.delayMs = 3_600_000;
    await press(first, 'Rename');
    await expectName(first, 'Renamed');
    await expectFact(first, 'mutation.status', 'pending');
  },
};

/** A write shows when Close has responded, in the entity and in every list that contains it. */
export const Saved: Story = {
  args: { isOptimistic: false },
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    const { first } = await leadsOf(canvas);
    await press(first, 'Rename');
    await expectName(first, 'Renamed');
    await expectFact(first, 'mutation.status', 'success');
    const writes = sandbox.requests.filter(({ method }) => method === 'PUT');
    await expect(writes).toHaveLength(1);
  },
};

/** Close refuses the write: the optimistic change is rolled back everywhere. */
export const RolledBack: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    const { first } = await leadsOf(canvas);
    const before = nameIn(first);
    sandbox.faults.next({ method: 'PUT', status: 500, delayMs: 300 });
    await press(first, 'Rename');
    await expectName(first, 'Renamed');
    await expectFact(first, 'mutation.error.code', 'server_error');
    await expectName(first, before);
  },
};

/** Close refuses a field; the error names it. */
export const FieldError: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    const { first } = await leadsOf(canvas);
    const body = { errors: [], 'field-errors': { name: 'This name is taken.' } };
    sandbox.faults.next({ method: 'PUT', status: 400, body });
    await press(first, 'Rename');
    await expectFact(first, 'mutation.error.code', 'invalid_request');
    await expectFact(first, 'mutation.error.fieldErrors', 'name: This name is taken.');
  },
};

/** Of two writes in flight one fails: only that one is rolled back. */
export const TwoAtOnce: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    const { first, second } = await leadsOf(canvas);
    const before = nameIn(first);
    sandbox.faults.next({ method: 'PUT', status: 500, delayMs: 300 });
    sandbox.faults.next({ method: 'PUT', delayMs: 600 });
    await press(first, 'Rename');
    await press(second, 'Rename again');
    await expectName(first, before);
    await expectName(second, 'Renamed again');
    await expectFact(second, 'mutation.status', 'success');
    await expectName(second, 'Renamed again');
  },
};
