import type { CustomFieldRow, CustomTypeRow } from '../model/organization-data.ts';
import type { StatusType } from '../model/status-row.ts';

/** What distinguishes one seeded organization from the other. */
export interface OrganizationPlan {
  readonly name: string;
  readonly currency: string;
  readonly currencySymbol: string;
  /** Lead statuses, the most common first. */
  readonly leadStatuses: readonly string[];
  readonly pipelines: readonly {
    name: string;
    stages: readonly (readonly [label: string, type: StatusType])[];
  }[];
  readonly colleagues: readonly (readonly [firstName: string, lastName: string])[];
  readonly customFields: readonly Omit<CustomFieldRow, 'id'>[];
  readonly customTypes: readonly (Omit<CustomTypeRow, 'id' | 'fields'> & {
    readonly fields: readonly Omit<CustomTypeRow['fields'][number], 'id'>[];
  })[];
}

const INDUSTRIES = ['Construction', 'Finance', 'Healthcare', 'Hospitality', 'Logistics', 'Software'];

/** The larger organization: a supplier with a sales team. */
export const HARBOR_AND_PINE: OrganizationPlan = {
  name: 'Harbor & Pine Supply',
  currency: 'USD',
  currencySymbol: '$',
  leadStatuses: ['Potential', 'Contacted', 'Qualified', 'Customer', 'Bad Fit', 'Canceled'],
  pipelines: [
    {
      name: 'Sales',
      stages: [
        ['Discovery', 'active'],
        ['Proposal', 'active'],
        ['Negotiation', 'active'],
        ['Won', 'won'],
        ['Lost', 'lost'],
      ],
    },
    {
      name: 'Renewals',
      stages: [
        ['Upcoming', 'active'],
        ['In Review', 'active'],
        ['Renewed', 'won'],
        ['Churned', 'lost'],
      ],
    },
  ],
  colleagues: [
    ['Marta', 'Lindqvist'],
    ['Theo', 'Okonkwo'],
    ['Jules', 'Moreau'],
    ['Anika', 'Sharma'],
  ],
  customFields: [
    { name: 'Industry', objectType: 'lead', type: 'choices', choices: INDUSTRIES, multiple: false },
    { name: 'Employees', objectType: 'lead', type: 'number', choices: null, multiple: false },
    {
      name: 'Interests',
      objectType: 'lead',
      type: 'choices',
      choices: ['Delivery', 'Installation', 'Training', 'Support'],
      multiple: true,
    },
    { name: 'Account Owner', objectType: 'lead', type: 'user', choices: null, multiple: false },
    { name: 'Newsletter', objectType: 'contact', type: 'choices', choices: ['Yes', 'No'], multiple: false },
    { name: 'Signed On', objectType: 'opportunity', type: 'date', choices: null, multiple: false },
  ],
  customTypes: [
    {
      kind: 'activity',
      name: 'Site Visit',
      fields: [
        { name: 'Visitors', type: 'user', choices: null, multiple: true },
        { name: 'Mood', type: 'choices', choices: ['Cold', 'Warm'], multiple: false },
      ],
    },
    {
      kind: 'custom_object',
      name: 'Delivery',
      fields: [{ name: 'Pallets', type: 'number', choices: null, multiple: false }],
    },
  ],
};

/** The smaller organization: a studio of two people. */
export const LUMEN_STUDIO: OrganizationPlan = {
  name: 'Lumen Studio',
  currency: 'EUR',
  currencySymbol: '€',
  leadStatuses: ['New Enquiry', 'In Conversation', 'Client', 'Past Client'],
  pipelines: [
    {
      name: 'Projects',
      stages: [
        ['Briefing', 'active'],
        ['Concept', 'active'],
        ['Signed', 'won'],
        ['Declined', 'lost'],
      ],
    },
  ],
  colleagues: [['Sofia', 'Brandt']],
  customFields: [
    {
      name: 'Project Type',
      objectType: 'lead',
      type: 'choices',
      choices: ['Branding', 'Website', 'Campaign'],
      multiple: false,
    },
    { name: 'Budget Confirmed', objectType: 'opportunity', type: 'text', choices: null, multiple: false },
  ],
  customTypes: [],
};
