import { Avatar } from '@closekit/example/src/parts/avatar.tsx';
import { EmptyNotice } from '@closekit/example/src/parts/empty-notice.tsx';
import { Icon } from '@closekit/example/src/parts/icon.tsx';
import type { IconName } from '@closekit/example/src/parts/icon.tsx';
import { LeadStatusBadge } from '@closekit/example/src/parts/lead-status-badge.tsx';
import { PageTitle } from '@closekit/example/src/parts/page-title.tsx';
import { Section } from '@closekit/example/src/parts/section.tsx';
import { Skeleton } from '@closekit/example/src/parts/skeleton.tsx';
import { StatusBadge } from '@closekit/example/src/parts/status-badge.tsx';
import { Wordmark } from '@closekit/example/src/parts/wordmark.tsx';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';

/** Presentational parts. */
const meta = { title: 'Sample app/Small parts' } satisfies Meta;
export default meta;

type Story = StoryObj<typeof meta>;

/** The name and logo of the app. */
export const TheWordmark: Story = {
  render: () => <Wordmark />,
  play: ({ canvas }) => expect(canvas.getByText('CloseKit')).toBeVisible(),
};

/**
 * Initials: a square for an organization, a circle for a person. Any script works, and names without letters.
 */
export const Avatars: Story = {
  render: () => (
    <p>
      <Avatar name="Harbor & Pine Supply" /> <Avatar round name="Élodie Ørsted" />{' '}
      <Avatar round name="山田 太郎" /> <Avatar name="42" />
    </p>
  ),
  play: async ({ canvas }) => {
    await expect(canvas.getByText('HP')).toBeVisible();
    await expect(canvas.getByText('ÉØ')).toBeVisible();
    await expect(canvas.getByText('山太')).toBeVisible();
  },
};

const icons: readonly IconName[] = [
  'leads',
  'opportunities',
  'connection',
  'search',
  'mail',
  'phone',
  'meeting',
];

/** Icons, each beside a word. */
export const Icons: Story = {
  render: () => (
    <ul>
      {icons.map((name) => (
        <li key={name}>
          <Icon name={name} /> {name}
        </li>
      ))}
    </ul>
  ),
  play: ({ canvasElement }) => expect(canvasElement.querySelectorAll('svg')).toHaveLength(icons.length),
};

/** A status badge in each tone. */
export const StatusBadges: Story = {
  render: () => (
    <p>
      <StatusBadge>Neutral</StatusBadge> <StatusBadge tone="progress">Progress</StatusBadge>{' '}
      <StatusBadge tone="positive">Positive</StatusBadge> <StatusBadge tone="negative">Negative</StatusBadge>
    </p>
  ),
  play: ({ canvas }) => expect(canvas.getByText('Negative')).toBeVisible(),
};

/** Usual statuses have a colour; custom ones do not. */
export const LeadStatuses: Story = {
  render: () => (
    <p>
      <LeadStatusBadge label="Customer" /> <LeadStatusBadge label="Qualified" />{' '}
      <LeadStatusBadge label="Bad Fit" /> <LeadStatusBadge label="Our own word" />
    </p>
  ),
  play: async ({ canvas }) => {
    const own = canvas.getByText('Our own word').className;
    await expect(canvas.getByText('Customer').className).not.toBe(own);
    await expect(canvas.getByText('Qualified').className).not.toBe(own);
  },
};

/** A titled section with a count. */
export const ASection: Story = {
  render: () => (
    <main>
      <PageTitle title="A screen" />
      <h2>A lead</h2>
      <Section title="Contacts" count={3}>
        <p>Three of them.</p>
      </Section>
    </main>
  ),
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('region', { name: /^Contacts/ })).toHaveTextContent('3');
    await expect(document.title).toBe('A screen · CloseKit');
  },
};

/** Grey lines in place of text that is loading; screen readers read the label instead. */
export const Loading: Story = {
  render: () => <Skeleton lines={5} label="Loading leads…" />,
  play: ({ canvas }) => expect(canvas.getByRole('status')).toHaveTextContent('Loading leads…'),
};

/** A notice for an empty list. */
export const Empty: Story = {
  render: () => (
    <EmptyNotice icon="search" title="No leads match “zebra”">
      <p>The search covers names, contacts and descriptions.</p>
    </EmptyNotice>
  ),
  play: ({ canvas }) => expect(canvas.getByText('No leads match “zebra”')).toBeVisible(),
};
