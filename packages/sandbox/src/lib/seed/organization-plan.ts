import type { CustomFieldRow, FieldDefinition } from '../model/rows/custom-field-row.ts';
import type { ValuePeriod } from '../model/rows/opportunity-row.ts';
import type { StatusType } from '../model/rows/status-row.ts';

/** A product and its price range, in whole units of the currency. */
export interface DealPlan {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly period: ValuePeriod;
}

/** The plan of a seeded organization. */
export interface OrganizationPlan {
  readonly name: string;
  readonly currency: string;
  readonly currencySymbol: string;
  /** Lead statuses, most common first. */
  readonly leadStatuses: readonly string[];
  readonly pipelines: readonly {
    name: string;
    stages: readonly (readonly [label: string, type: StatusType])[];
  }[];
  /** The lead status of customers. */
  readonly customerStatus: string;
  /** The products. */
  readonly deals: readonly DealPlan[];
  readonly colleagues: readonly (readonly [firstName: string, lastName: string])[];
  readonly customFields: readonly Omit<CustomFieldRow, 'id'>[];
  readonly customTypes: readonly {
    readonly kind: 'activity' | 'custom_object';
    readonly name: string;
    readonly name_plural: string;
    readonly fields: readonly Omit<FieldDefinition, 'id'>[];
  }[];
}

const industries = ['Construction', 'Finance', 'Healthcare', 'Hospitality', 'Logistics', 'Software'];

/** The larger organization: a supplier with a sales team. */
export const harborAndPine: OrganizationPlan = {
  name: 'Harbor & Pine Supply',
  currency: 'USD',
  currencySymbol: '$',
  leadStatuses: ['Potential', 'Contacted', 'Qualified', 'Customer', 'Bad Fit', 'Canceled'],
  customerStatus: 'Customer',
  deals: [
    { name: 'Starter package', low: 1500, high: 6000, period: 'one_time' },
    { name: 'Full rollout', low: 18_000, high: 95_000, period: 'one_time' },
    { name: 'Monthly deliveries', low: 400, high: 3500, period: 'monthly' },
    { name: 'Second site', low: 9000, high: 40_000, period: 'one_time' },
    { name: 'Framework contract', low: 6000, high: 60_000, period: 'annual' },
    { name: 'Pilot for one team', low: 900, high: 4500, period: 'one_time' },
    { name: 'Upgrade', low: 2000, high: 15_000, period: 'one_time' },
    { name: 'Service plan', low: 120, high: 900, period: 'monthly' },
    { name: 'Training days', low: 1200, high: 7000, period: 'one_time' },
  ],
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
    { name: 'Industry', objectType: 'lead', type: 'choices', choices: industries, multiple: false },
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
      name_plural: 'Site Visits',
      fields: [
        { name: 'Visitors', type: 'user', choices: null, multiple: true },
        { name: 'Mood', type: 'choices', choices: ['Cold', 'Warm'], multiple: false },
      ],
    },
    {
      kind: 'custom_object',
      name: 'Delivery',
      name_plural: 'Deliveries',
      fields: [{ name: 'Pallets', type: 'number', choices: null, multiple: false }],
    },
  ],
};

/** The smaller organization: a studio of two people. */
export const lumenStudio: OrganizationPlan = {
  name: 'Lumen Studio',
  currency: 'EUR',
  currencySymbol: '€',
  leadStatuses: ['New Enquiry', 'In Conversation', 'Client', 'Past Client'],
  customerStatus: 'Client',
  deals: [
    { name: 'Website relaunch', low: 12_000, high: 60_000, period: 'one_time' },
    { name: 'Brand refresh', low: 8000, high: 35_000, period: 'one_time' },
    { name: 'Retainer', low: 1500, high: 6000, period: 'monthly' },
    { name: 'Spring campaign', low: 5000, high: 25_000, period: 'one_time' },
    { name: 'Photo shoot', low: 1000, high: 5000, period: 'one_time' },
  ],
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
