import type { OrganizationData } from '../../model/organization-data.ts';
import { fullName } from '../../model/organization-data.ts';
import type { AddressRow, ContactRow, LeadRow, OpportunityRow } from '../../model/rows/record-rows.ts';
import type { PhoneRow, TaskRow, ValuePeriod, ActivityRow } from '../../model/rows/record-rows.ts';
import { setValuesOf } from '../base/read-body.ts';
import { everyField } from '../base/list-page.ts';
import type { FieldTest } from '../base/list-page.ts';
import { formatPhone, noteHtml } from '../../model/fields/message-fields.ts';
import { formatCents } from '../../model/fields/format-cents.ts';

export function userName(data: OrganizationData, id: string | null): string | null {
  const user = id === null ? undefined : data.users.get(id);
  return user === undefined ? null : fullName(user);
}

export function authorNames(
  data: OrganizationData,
  row: { created_by: string | null; updated_by: string | null },
): { created_by_name: string | null; updated_by_name: string | null } {
  return { created_by_name: userName(data, row.created_by), updated_by_name: userName(data, row.updated_by) };
}

/** Fills in variables such as `{{ lead.name }}` by the fields of the object: Close does not document which it has. */
export function renderIntegrationLinks(
  { resources }: OrganizationData,
  type: 'lead' | 'contact' | 'opportunity',
  object: object,
): object[] {
  const links = resources.get('/integration_link/')?.all() ?? [];
  const valueOf = (_match: string, name: string): string =>
    encodeURIComponent(String(Reflect.get(object, name) ?? ''));
  return links
    .filter((link) => link['type'] === type)
    .map(({ name, url }) => ({ name, url: String(url).replaceAll(/\{\{\s*\w+\.(\w+)\s*\}\}/g, valueOf) }));
}

/** A lead that is rendered. `today` determines the views of its tasks. */
interface LeadView {
  readonly data: OrganizationData;
  readonly row: LeadRow;
  readonly today: string;
}

/** The members of a lead before the others of its row, one function each: one that is not wanted costs nothing. */
const leadMembers: Readonly<Record<string, (view: LeadView) => unknown>> = {
  id: ({ row }) => row.id,
  organization_id: ({ row }) => row.organization_id,
  name: ({ row }) => row.name,
  display_name: ({ data, row }) => leadDisplayName(data, row),
  html_url: ({ row }) => `https://app.close.com/lead/${row.id}/`,
  status_label: ({ data, row }) => data.leadStatuses.get(row.status_id)?.label ?? '',
  primary_address_full: ({ row: { addresses } }) => addresses[0] && fullAddress(addresses[0]),
  primary_address_summary: ({ row: { addresses } }) => addresses[0] && addressSummary(addresses[0]),
  contact_ids: (view) => contactsOf(view).map(({ id }) => id),
  contacts: (view) => contactsOf(view).map((contact) => renderContact(view.data, contact)),
  contacts_summary: (view) => contactsOf(view).map(contactDisplayName).join(', '),
  primary_email: (view) => contactsOf(view).flatMap(({ emails }) => emails)[0],
  primary_phone: (view) => contactsOf(view).flatMap(({ phones }) => phones.map(renderPhone))[0],
  opportunities: ({ data, row }) =>
    data.opportunities.ofLead(row.id).map((item) => renderOpportunity(data, item)),
  tasks: ({ data, row, today }) =>
    data.tasks.ofLead(row.id).flatMap((task) => (task.is_complete ? [] : [renderTask(data, task, today)])),
  integration_links: ({ data, row }) => renderIntegrationLinks(data, 'lead', row),
};
const leadMemberEntries = Object.entries(leadMembers);

export function renderLead(
  data: OrganizationData,
  row: LeadRow,
  options: { readonly today?: string; readonly isWanted?: FieldTest } = {},
): object {
  const { today = row.date_updated.slice(0, 10), isWanted = everyField } = options;
  const view = { data, row, today };
  const rendered: Record<string, unknown> = {};
  for (const [name, read] of leadMemberEntries) if (isWanted(name)) rendered[name] = read(view) ?? null;
  for (const [name, value] of Object.entries({ ...setValuesOf(row), ...authorNames(data, row) })) {
    if (isWanted(name)) rendered[name] ??= value;
  }
  return rendered;
}

function contactsOf({ data, row }: LeadView): ContactRow[] {
  return data.contacts.ofLead(row.id);
}

export function leadDisplayName(data: OrganizationData, row: LeadRow): string {
  const [contact] = row.name ? [] : data.contacts.ofLead(row.id);
  return row.name || (contact && contactDisplayName(contact)) || 'Untitled';
}

function fullAddress({ address_1, address_2, city, state, zipcode, country }: AddressRow): string {
  return [address_1, address_2, city, [state, zipcode].filter(Boolean).join(' '), country]
    .filter(Boolean)
    .join(', ');
}

function addressSummary({ city, state, country }: AddressRow): string {
  return [city, state, country].filter(Boolean).join(', ');
}

export function renderContact(data: OrganizationData, row: ContactRow): object {
  return {
    ...setValuesOf(row),
    display_name: contactDisplayName(row),
    phones: row.phones.map(renderPhone),
    integration_links: renderIntegrationLinks(data, 'contact', row),
  };
}

export function contactDisplayName({ name, emails, phones }: ContactRow): string {
  return name || emails[0]?.email || phones[0]?.phone || '';
}

export function contactName({ contacts }: OrganizationData, id: string | null): string | null {
  const contact = contacts.get(id ?? '');
  return contact === undefined ? null : contactDisplayName(contact);
}

export function renderPhone({ phone, type }: PhoneRow): object {
  return { phone, phone_formatted: formatPhone(phone), type, country: 'US', outbound_sms_blocked: false };
}

const timesPerYear: Readonly<Record<ValuePeriod, number>> = { one_time: 1, monthly: 12, annual: 1 };

export function renderOpportunity(data: OrganizationData, row: OpportunityRow): object {
  const status = data.opportunityStatuses.get(row.status_id);
  const pipeline = data.pipelines.get(status?.pipeline_id ?? '');
  const period = row.value_period === 'one_time' ? '' : ` ${row.value_period}`;
  return {
    ...setValuesOf(row),
    ...authorNames(data, row),
    lead_name: data.leads.get(row.lead_id)?.name ?? null,
    contact_name: contactName(data, row.contact_id),
    user_name: userName(data, row.user_id),
    pipeline_id: pipeline?.id ?? null,
    pipeline_name: pipeline?.name ?? null,
    status_label: status?.label ?? '',
    status_display_name: status?.label ?? '',
    status_type: status?.type ?? 'active',
    value_currency: data.organization.currency,
    value_formatted:
      row.value === null ? null : formatCents(data.organization.currency_symbol, row.value) + period,
    annualized_value: annualize(row, row.value),
    expected_value: expectedValue(row),
    annualized_expected_value: annualize(row, expectedValue(row)),
    note_html: row.note === null ? null : noteHtml(row.note),
    is_stalled: false,
    stall_status: null,
    attachments: [],
    integration_links: renderIntegrationLinks(data, 'opportunity', row),
  };
}

/** The value weighted by confidence, in cents. */
export function expectedValue({ value, confidence }: OpportunityRow): number | null {
  return value === null ? null : Math.round((value * confidence) / 100);
}

/** The amount per year, in cents. */
export function annualize({ value_period }: OpportunityRow, cents: number | null): number | null {
  return cents === null ? null : cents * timesPerYear[value_period];
}

const dateLength = 'YYYY-MM-DD'.length;

export function renderTask(data: OrganizationData, row: TaskRow, today: string): object {
  return {
    ...row,
    due_date: row.due_date?.length === dateLength ? `${row.due_date}T00:00:00+00:00` : row.due_date,
    view: taskView(row, today),
    assigned_to_name: userName(data, row.assigned_to) ?? '',
    contact_name: contactName(data, row.contact_id),
    lead_name: data.leads.get(row.lead_id)?.name ?? null,
    object_id: null,
    object_type: null,
    deduplication_key: null,
    is_primary_lead_notification: true,
    agent_config_id: null,
    ...authorNames(data, row),
  };
}

/** The view of Close's inbox that shows a task. */
export function taskView({ is_complete, date }: TaskRow, today: string): 'inbox' | 'future' | 'archive' {
  if (is_complete) return 'archive';
  return date !== null && date.slice(0, 10) > today ? 'future' : 'inbox';
}

export function renderActivity(data: OrganizationData, { own, ...shared }: ActivityRow): object {
  return { ...shared, user_name: userName(data, shared.user_id), ...authorNames(data, shared), ...own };
}
