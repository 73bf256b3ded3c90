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

/** Parts that show what they are given. */
const meta = { title: 'Sample app/Small parts' } satisfies Meta;
export default meta;

type Story = StoryObj<typeof meta>;

/** The mark of the app. */
export const TheWordmark: Story = {
  render: () => <Wordmark />,
  play: ({ canvas }) => expect(canvas.getByText('CloseKit')).toBeVisible(),
};

/** Initials: a square for an organization, a circle for a person. Letters of any script, and none at all. */
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

/** Line drawings, each beside a word. */
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

/** A status in a word, in each tone. */
export const StatusBadges: Story = {
  render: () => (
    <p>
      <StatusBadge>Neutral</StatusBadge> <StatusBadge tone="progress">Progress</StatusBadge>{' '}
      <StatusBadge tone="positive">Positive</StatusBadge> <StatusBadge tone="negative">Negative</StatusBadge>
    </p>
  ),
  play: ({ canvas }) => expect(canvas.getByText('Negative')).toBeVisible(),
};

/** The usual statuses have a colour; an organization's own words have none. */
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

/** A titled part of a screen, with how much is in it. */
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

/** Grey lines where text is about to be; screen readers hear the label instead. */
export const Loading: Story = {
  render: () => <Skeleton lines={5} label="Loading leads…" />,
  play: ({ canvas }) => expect(canvas.getByRole('status')).toHaveTextContent('Loading leads…'),
};

/** Nothing here, and why that may be. */
export const Empty: Story = {
  render: () => (
    <EmptyNotice icon="search" title="Nothing matches “zebra”">
      <p>Names, contacts and descriptions were searched.</p>
    </EmptyNotice>
  ),
  play: ({ canvas }) => expect(canvas.getByText('Nothing matches “zebra”')).toBeVisible(),
};
