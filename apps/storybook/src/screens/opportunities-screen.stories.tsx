import { OpportunitiesScreen } from '@closekit/example/src/screens/opportunities-screen.tsx';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, screen, userEvent, waitFor, within } from 'storybook/test';

/** The pipelines of the organization, as a board and as a forecast. */
const meta = {
  title: 'Sample app/Opportunities screen',
  component: OpportunitiesScreen,
  render: () => (
    <main>
      <OpportunitiesScreen />
    </main>
  ),
  parameters: { layout: 'fullscreen', path: '/opportunities', close: { sandbox: { leads: 24 } } },
} satisfies Meta<typeof OpportunitiesScreen>;
export default meta;

type Story = StoryObj<typeof meta>;

type Canvas = Parameters<NonNullable<Story['play']>>[0]['canvas'];

async function boardIsThere(canvas: Canvas): Promise<void> {
  await waitFor(() => expect(canvas.getAllByRole('grid').length).toBeGreaterThan(3));
  await waitFor(() => expect(cardsIn(canvas, 0).length).toBeGreaterThan(0));
  await waitFor(() => expect(cardsIn(canvas, 1).length).toBeGreaterThan(0));
}

/** Moves the first card of the first stage to the second one by its menu, and returns its name. */
async function moveFirstCard(canvas: Canvas): Promise<string> {
  const [name] = cardsIn(canvas, 0);
  if (name == null) throw new TypeError('Expected a card.');
  const [button] = canvas.getAllByRole('button', { name: `Move ${name}` });
  if (button === undefined) throw new TypeError('Expected a menu on the card.');
  await userEvent.click(button);
  const [to] = await screen.findAllByRole('menuitem');
  if (to === undefined) throw new TypeError('Expected another stage.');
  await userEvent.click(to);
  return name;
}

function cardsIn(canvas: Canvas, stage: number): (string | null)[] {
  const columns = canvas.getAllByRole('grid');
  const column = columns[stage];
  if (column === undefined) throw new TypeError('Expected a stage at this position.');
  return within(column)
    .queryAllByRole('link')
    .map((link) => link.textContent);
}

/** The pipelines are loading. */
export const Loading: Story = {
  parameters: { close: { faults: [{ path: '/api/v1/pipeline/', delayMs: 3_600_000, times: Infinity }] } },
  play: async ({ canvas }) => expect(await canvas.findByText('Loading the pipeline…')).toBeInTheDocument(),
};

/** The pipelines cannot be loaded. A retry succeeds. */
export const Failed: Story = {
  parameters: { close: { faults: [{ path: '/api/v1/pipeline/', status: 500, times: Infinity }] } },
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await expect(await canvas.findByRole('alert')).toHaveTextContent('The pipelines could not be loaded.');
    sandbox.faults.clear();
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
    await expect(await canvas.findByRole('tab', { name: 'Board' })).toBeVisible();
  },
};

/** An organization without a pipeline. */
export const NoPipeline: Story = {
  parameters: { close: { faults: [{ path: '/api/v1/pipeline/', body: { data: [] }, times: Infinity }] } },
  play: async ({ canvas }) =>
    expect(await canvas.findByText('This organization has no pipeline')).toBeVisible(),
};

/** The stages side by side, each with its count and value. */
export const Board: Story = {
  play: ({ canvas }) => boardIsThere(canvas),
};

/** A card moves at once, before Close has responded. */
export const Moving: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await boardIsThere(canvas);
    sandbox.faults.next({ method: 'PUT', delayMs: 3_600_000 });
    const name = await moveFirstCard(canvas);
    await waitFor(() => expect(cardsIn(canvas, 1)[0]).toBe(name));
  },
};

/** Close refuses the move: the card moves back, and the screen shows why. */
export const MoveRefused: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await boardIsThere(canvas);
    sandbox.faults.next({ method: 'PUT', status: 403 });
    const name = await moveFirstCard(canvas);
    await expect(await canvas.findByRole('alert')).toHaveTextContent(`${name} was not moved and is back in`);
    await waitFor(() => expect(cardsIn(canvas, 0)).toContain(name));
  },
};

/** The forecast of the pipeline, as charts and as tables. */
export const Forecast: Story = {
  play: async ({ canvas, canvasElement }) => {
    await userEvent.click(await canvas.findByRole('tab', { name: 'Forecast' }));
    const [byStage] = await canvas.findAllByRole('table');
    await expect(byStage).toHaveTextContent('Discovery');
    await waitFor(() => expect(canvasElement.querySelectorAll('.recharts-bar').length).toBeGreaterThan(1));
    await expect(window.location.search).toContain('view=forecast');
  },
};
