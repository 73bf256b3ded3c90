import { seededForm } from '../../model/fields/form-fields.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { customKeysOf } from '../base/custom-values.ts';
import type { Resource } from './resource.ts';

export const smartViews: Resource = {
  path: '/saved_search/',
  event: 'saved_search',
  defaults: { is_shared: true, is_user_dependent: false, selected_fields: null, shared_with: null },
  seed: seedSmartViews,
};

function seedSmartViews({ leadStatuses, opportunityStatuses }: OrganizationData): object[] {
  const [first, second] = leadStatuses.all();
  const open = opportunityStatuses.all().flatMap(({ type, id }) => (type === 'active' ? [id] : []));
  return [
    smartView(`All ${first?.label ?? ''} leads`, 'lead', [hasStatus('lead', [first?.id ?? ''])]),
    smartView('In conversation', 'lead', [hasStatus('lead', [second?.id ?? ''])]),
    smartView('Nobody to talk to', 'lead', [noContactQuery]),
    smartView('Open deals', 'opportunity', [hasStatus('opportunity', open)]),
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

const outcomes: Resource = {
  path: '/outcome/',
  defaults: { applies_to: ['calls', 'meetings'] },
  seed: () => [
    { name: 'Interested' },
    { name: 'Not now', description: 'Worth another call in a quarter.' },
    { name: 'Wrong number', applies_to: ['calls'] },
    { name: 'No show', applies_to: ['meetings'] },
  ],
};

export const playbooks: Resource = {
  path: '/playbook/',
  filters: { is_archived: ({ archived_at }) => archived_at !== null },
  seed: () => [{ name: 'First call', description: 'Who, what, by when, and who signs.', position: 0 }],
};

export const customObjects: Resource = {
  path: '/custom_object/',
  event: 'custom_object',
  values: ({ data, body }, row) => {
    const { custom_object_type_id: typeId } = { ...body, ...row };
    customKeysOf(body, data.objectTypes.get(String(typeId)));
    return {};
  },
};

/** Links for booking a meeting with a user. */
export const schedulingLinks: Resource = { path: '/scheduling_link/' };

/** Links that represent the links of several users. */
export const sharedSchedulingLinks: Resource = {
  path: '/shared_scheduling_link/',
  defaults: { type: 'SHARED', user_id: null },
};

export const workResources: readonly Resource[] = [
  smartViews,
  outcomes,
  playbooks,
  customObjects,
  schedulingLinks,
  sharedSchedulingLinks,
  { path: '/blocked_phone_number/' },
  { path: '/dialer/' },
  { path: '/form/', seed: (data) => [seededForm(data)] },
  { path: '/integration_link/' },
];
