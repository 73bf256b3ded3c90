import type { OrganizationData } from '../../model/organization-data.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { createdByIdAt, createdBy } from './authoring.ts';
import type { Resource } from './resource.ts';

const smartViewTypes = [
  'lead',
  'contact',
  'opportunity',
  'call',
  'email',
  'sms',
  'meeting',
  'note',
  'whatsapp_message',
  'custom_activity',
  'form_submission',
];

/** Smart Views: saved searches. */
export const smartViews: Resource = {
  path: '/saved_search/',
  prefix: 'save_',
  authoring: createdBy,
  operations: ['get', 'create', 'update', 'delete'],
  isClosed: false,
  fields: {
    description: { type: 'string', nullable: true },
    is_shared: { type: 'boolean' },
    name: { type: 'string' },
    s_query: { type: 'object' },
    type: { type: smartViewTypes },
  },
  defaults: ({ userId }) => ({
    description: null,
    is_shared: true,
    is_user_dependent: false,
    name: '',
    query: null,
    s_query: null,
    selected_fields: null,
    shared_with: null,
    type: 'lead',
    user_id: userId,
  }),
  filters: ['type'],
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
  prefix: 'outcome_',
  authoring: createdBy,
  operations: ['get', 'create', 'update', 'delete'],
  createdStatus: 201,
  fields: {
    applies_to: { type: 'array', nullable: true },
    description: { type: 'string', nullable: true },
    name: { type: 'string' },
    type: { type: ['vm-dropped', 'custom'] },
  },
  required: ['name'],
  defaults: () => ({ applies_to: ['calls', 'meetings'], description: null, type: 'custom' }),
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
  prefix: 'convtyp_',
  authoring: createdByIdAt,
  operations: ['get', 'create', 'update', 'delete'],
  createdStatus: 201,
  removedStatus: 204,
  fields: {
    custom_field_ids: { type: 'array' },
    description: { type: 'string', nullable: true },
    name: { type: 'string' },
    outcome_ids: { type: 'array' },
    summary_guidance: { type: 'string', nullable: true },
  },
  required: ['name'],
  defaults: () => ({
    archived_at: null,
    archived_by_id: null,
    custom_field_ids: [],
    description: null,
    outcome_ids: [],
    position: null,
    summary_guidance: null,
  }),
  seed: () => [{ name: 'First call', description: 'Who, what, by when, and who signs.', position: 0 }],
};

/** Blocked phone numbers. */
export const blockedPhoneNumbers: Resource = {
  path: '/blocked_phone_number/',
  prefix: 'blkph_',
  authoring: createdBy,
  operations: ['get', 'create', 'update', 'delete'],
  createdStatus: 201,
  removedStatus: 204,
  fields: { reason: { type: 'string', required: true } },
  createFields: { phone: { type: 'string' } },
  required: ['phone'],
};

/** Objects of the organization's custom types. */
export const customObjects: Resource = {
  path: '/custom_object/',
  prefix: 'custobj_',
  authoring: createdBy,
  operations: ['get', 'create', 'update', 'delete'],
  createdStatus: 201,
  removedStatus: 204,
  isCustom: true,
  fields: { name: { type: 'string' } },
  createFields: { custom_object_type_id: { type: 'string' }, lead_id: { type: 'string' } },
  required: ['custom_object_type_id', 'lead_id', 'name'],
  filters: ['lead_id', 'custom_object_type_id'],
  check: checkCustomObject,
};

function checkCustomObject({ data, body }: ApiCall): void {
  const { lead_id: leadId, custom_object_type_id: typeId } = body;
  const isLead = typeof leadId !== 'string' || data.leads.get(leadId) !== undefined;
  checkField(isLead, 'lead_id', 'This lead does not exist');
  const types = data.customTypes.filter(({ kind }) => kind === 'custom_object').map(({ id }) => id);
  const isType = typeof typeId !== 'string' || types.includes(typeId);
  checkField(isType, 'custom_object_type_id', 'This custom object type does not exist');
}
