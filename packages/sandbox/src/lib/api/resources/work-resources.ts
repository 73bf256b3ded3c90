import { seededForm } from '../../model/fields/form-fields.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import type { Resource } from './resource.ts';

/** Smart Views: saved searches. */
export const smartViews: Resource = {
  path: '/saved_search/',
  event: 'saved_search',
  defaults: { is_shared: true, is_user_dependent: false, selected_fields: null, shared_with: null },
  seed: seedSmartViews,
};

function seedSmartViews({ leadStatuses, opportunityStatuses }: OrganizationData): object[] {
  const [first, second] = leadStatuses.all();
  const open = opportunityStatuses.all().filter(({ type }) => type === 'active');
  return [
    smartView(`All ${first?.label ?? ''} leads`, 'lead', [hasStatus('lead', [first?.id ?? ''])]),
    smartView('In conversation', 'lead', [hasStatus('lead', [second?.id ?? ''])]),
    smartView('Nobody to talk to', 'lead', [noContactQuery]),
    smartView('Open deals', 'opportunity', [
      hasStatus(
        'opportunity',
        open.map(({ id }) => id),
      ),
    ]),
    smartView('All contacts', 'contact', []),
  ];
}

const noContactQuery = {
  type: 'has_related',
  this_object_type: 'lead',
  related_object_type: 'contact',
  related_query: { type: 'match_all' },
  negate: true,
};

function hasStatus(objectType: string, ids: readonly string[]): object {
  return {
    type: 'field_condition',
    field: { type: 'regular_field', object_type: objectType, field_name: 'status_id' },
    condition: { type: 'reference', reference_type: `status.${objectType}`, object_ids: ids },
  };
}

function smartView(name: string, type: string, queries: readonly object[]): object {
  const query = { type: 'and', queries: [{ type: 'object_type', object_type: type }, ...queries] };
  return { name, type, s_query: { query, results_limit: null, sort: [] } };
}

/** Outcomes of calls and meetings. */
export const outcomes: Resource = {
  path: '/outcome/',
  defaults: { applies_to: ['calls', 'meetings'] },
  seed: () => [
    { name: 'Interested' },
    { name: 'Not now', description: 'Worth another call in a quarter.' },
    { name: 'Wrong number', applies_to: ['calls'] },
    { name: 'No show', applies_to: ['meetings'] },
  ],
};

/** Playbooks for conversations. */
export const playbooks: Resource = {
  path: '/playbook/',
  filters: { is_archived: ({ archived_at }) => archived_at !== null },
  seed: () => [{ name: 'First call', description: 'Who, what, by when, and who signs.', position: 0 }],
};

/** Blocked phone numbers. */
export const blockedPhoneNumbers: Resource = { path: '/blocked_phone_number/' };

/** Objects of the organization's custom types. */
export const customObjects: Resource = {
  path: '/custom_object/',
  event: 'custom_object',
  values: checkCustomFields,
};

/** Checks that the type of an object has the custom fields of a body. */
function checkCustomFields({ data, body }: ApiCall, row: PlainRow | undefined): object {
  const typeId = row?.['custom_object_type_id'] ?? body['custom_object_type_id'];
  const fields = data.customTypes.find(({ id }) => id === typeId)?.fields ?? [];
  for (const key of Object.keys(body).filter((name) => name.startsWith('custom.'))) {
    const isField = fields.some(({ id }) => key === `custom.${id}`);
    checkField(isField, key, 'This custom field does not exist');
  }
  return {};
}

/** Links to other systems, shown on every lead, contact or opportunity. */
export const integrationLinks: Resource = { path: '/integration_link/' };

/** Links for booking a meeting with a user. */
export const schedulingLinks: Resource = { path: '/scheduling_link/' };

/** Links that represent the links of several users. */
export const sharedSchedulingLinks: Resource = {
  path: '/shared_scheduling_link/',
  defaults: { type: 'SHARED', user_id: null },
};

/** Web forms. */
export const forms: Resource = { path: '/form/', seed: (data) => [seededForm(data)] };

/** Sessions that call the leads of a list. */
export const dialers: Resource = { path: '/dialer/' };
