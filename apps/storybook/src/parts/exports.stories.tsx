import { setCurrentExport, useCurrentExport } from '@closekit/example/src/current-export.ts';
import { ExportButton } from '@closekit/example/src/parts/export-button.tsx';
import { ExportNotice } from '@closekit/example/src/parts/export-notice.tsx';
import type { TestBackend } from '@closekit/react/testing';
import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactNode } from 'react';
import { expect, userEvent, waitFor } from 'storybook/test';

function Exports(): ReactNode {
  const id = useCurrentExport();
  return (
    <main>
      <h1>Leads</h1>
      <ExportButton filter={{ search: '', statusIds: [] }} />
      {id !== undefined && <ExportNotice id={id} />}
    </main>
  );
}

/** An export, and the notice that shows its progress. */
const meta = {
  title: 'Sample app/Exports',
  component: Exports,
  parameters: { close: { hydrated: true, sandbox: { leads: 60 } } },
  beforeEach: () => () => setCurrentExport(undefined),
} satisfies Meta<typeof Exports>;
export default meta;

type Story = StoryObj<typeof meta>;

type Canvas = Parameters<NonNullable<Story['play']>>[0]['canvas'];

const start = (canvas: Canvas): Promise<void> =>
  userEvent.click(canvas.getByRole('button', { name: 'Export these leads as CSV' }));

/** The export is running: its progress, and a button to stop waiting. */
export const Running: Story = {
  play: async ({ canvas }) => {
    await start(canvas);
    await expect(await canvas.findByRole('progressbar', { name: 'Export' })).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Stop waiting' }));
    await waitFor(() => expect(canvas.queryByRole('region', { name: 'Export' })).toBeNull());
  },
};

/** The file is ready. */
export const Done: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    await start(canvas);
    await canvas.findByRole('region', { name: 'Export' });
    sandbox.clock.advance(600_000);
    await expect(await canvas.findByText('60 leads are ready.')).toBeVisible();
    await expect(canvas.getByRole('button', { name: 'Download' })).toBeVisible();
    await expect(canvas.queryByRole('progressbar')).toBeNull();
  },
};

/** Close cannot finish the export. */
export const ExportFailed: Story = {
  play: async ({ canvas, loaded }) => {
    const { sandbox }: TestBackend = loaded['close'];
    sandbox.faults.next({
      path: '/api/v1/export/',
      method: 'GET',
      body: { status: 'error' },
      times: Infinity,
    });
    await start(canvas);
    await expect(await canvas.findByText('Close could not finish the export.')).toBeVisible();
    await expect(canvas.getByRole('button', { name: 'Dismiss' })).toBeVisible();
  },
};

/** The export does not start. */
export const NotStarted: Story = {
  parameters: {
    close: { hydrated: true, faults: [{ path: '/api/v1/export/', method: 'POST', status: 402 }] },
  },
  play: async ({ canvas }) => {
    await start(canvas);
    await expect(await canvas.findByRole('alert')).toHaveTextContent('The export did not start.');
    await expect(canvas.queryByRole('region', { name: 'Export' })).toBeNull();
  },
};
