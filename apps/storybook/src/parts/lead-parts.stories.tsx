import { LeadContacts } from '@closekit/example/src/parts/lead-contacts.tsx';
import { LeadDetails } from '@closekit/example/src/parts/lead-details.tsx';
import { LeadFacts } from '@closekit/example/src/parts/lead-facts.tsx';
import { LeadForm } from '@closekit/example/src/parts/lead-form.tsx';
import { LeadOpportunities } from '@closekit/example/src/parts/lead-opportunities.tsx';
import type { Lead, LeadUpdate } from '@closekit/client/models';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent } from 'storybook/test';
import { WithLead } from '../cards/with-lead.tsx';

/** Parts of the lead screen. */
const meta = {
  title: 'Sample app/Lead parts',
  decorators: [
    (Story) => (
      <main>
        <h1>Leads</h1>
        <h2>A lead</h2>
        <Story />
      </main>
    ),
  ],
} satisfies Meta;
export default meta;

type Story = StoryObj<typeof meta>;

/** The website and location of a lead, and when it was added. */
export const Facts: Story = {
  render: () => <WithLead>{(lead) => <LeadFacts lead={lead} />}</WithLead>,
  play: async ({ canvas }) => expect(await canvas.findByText('Added')).toBeVisible(),
};

/** The address is user input, so only web addresses become links. */
export const UnsafeWebsite: Story = {
  render: () => (
    <WithLead>
      {(lead) => <LeadFacts lead={{ ...lead, url: 'javascript:alert(1)' } satisfies Lead} />}
    </WithLead>
  ),
  play: async ({ canvas }) =>
    expect(await canvas.findByText('javascript:alert(1)')).not.toHaveAttribute('href'),
};

/** The contacts of a lead. */
export const Contacts: Story = {
  render: () => <WithLead>{(lead) => <LeadContacts contacts={lead.contacts ?? []} />}</WithLead>,
  play: async ({ canvas }) => {
    await expect((await canvas.findAllByRole('listitem')).length).toBeGreaterThan(0);
    await expect(canvas.getAllByRole('link')[0]).toHaveAttribute(
      'href',
      expect.stringMatching(/^(mailto|tel):/),
    );
  },
};

/** A lead without contacts. */
export const NoContacts: Story = {
  render: () => <LeadContacts contacts={[]} />,
  play: ({ canvas }) => expect(canvas.getByText('No contacts yet.')).toBeVisible(),
};

/** The opportunities of a lead. */
export const Opportunities: Story = {
  render: () => (
    <WithLead>{(lead) => <LeadOpportunities opportunities={lead.opportunities ?? []} />}</WithLead>
  ),
  play: async ({ canvas }) =>
    expect(await canvas.findByRole('region', { name: /^Opportunities/ })).toBeVisible(),
};

/** A lead without opportunities. */
export const NoOpportunities: Story = {
  render: () => <LeadOpportunities opportunities={[]} />,
  play: ({ canvas }) => expect(canvas.getByText('No opportunities yet.')).toBeVisible(),
};

/** All sections of a lead. */
export const Details: Story = {
  render: () => <WithLead>{(lead) => <LeadDetails lead={lead} />}</WithLead>,
  play: async ({ canvas }) => {
    const [contacts, ...others] = await canvas.findAllByRole('region');
    await expect(contacts).toHaveAccessibleName(/^Contacts/);
    await expect(others).toHaveLength(3);
  },
};

const onSave = fn<(changes: LeadUpdate) => void>();
const onCancel = fn();
const noDraft = { read: () => undefined, write: () => undefined, clear: () => undefined };

/** Editing: only changed fields are sent. */
export const Form: Story = {
  render: () => (
    <WithLead>
      {(lead) => <LeadForm lead={lead} draft={noDraft} onSave={onSave} onCancel={onCancel} />}
    </WithLead>
  ),
  play: async ({ canvas }) => {
    const name = await canvas.findByRole('textbox', { name: 'Name' });
    await expect(name).toHaveFocus();
    await userEvent.clear(name);
    await userEvent.type(name, 'Another name');
    await userEvent.click(canvas.getByRole('button', { name: 'Save' }));
    await expect(onSave.mock.calls).toEqual([[{ name: 'Another name' }]]);
  },
};

/** Nothing was changed, so nothing is sent. */
export const FormUnchanged: Story = {
  render: () => (
    <WithLead>
      {(lead) => <LeadForm lead={lead} draft={noDraft} onSave={onSave} onCancel={onCancel} />}
    </WithLead>
  ),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Save' }));
    await expect(onSave).not.toHaveBeenCalled();
    await expect(onCancel).toHaveBeenCalledOnce();
  },
};

/** Unsaved input is restored after a login. */
export const FormWithDraft: Story = {
  render: () => (
    <WithLead>
      {(lead) => (
        <LeadForm
          lead={lead}
          draft={{ ...noDraft, read: () => ({ name: 'Half a na' }) }}
          onSave={onSave}
          onCancel={onCancel}
        />
      )}
    </WithLead>
  ),
  play: async ({ canvas }) =>
    expect(await canvas.findByRole('textbox', { name: 'Name' })).toHaveValue('Half a na'),
};
