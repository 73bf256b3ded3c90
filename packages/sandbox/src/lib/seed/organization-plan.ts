import type { CustomFieldRow, FieldDefinition } from '../model/rows/custom-field-row.ts';
import type { ValuePeriod } from '../model/rows/record-rows.ts';

export type FieldPlan = Pick<FieldDefinition, 'name' | 'type'> &
  Partial<Pick<FieldDefinition, 'choices' | 'multiple'>>;

export interface OrganizationPlan {
  readonly name: string;
  readonly currency: string;
  readonly currencySymbol: string;
  /** Lead statuses, most common first. */
  readonly leadStatuses: readonly string[];
  readonly pipelines: readonly {
    readonly name: string;
    readonly active: readonly string[];
    readonly won: string;
    readonly lost: string;
  }[];
  readonly customerStatus: string;
  /** The products and their price ranges, in whole units of the currency. */
  readonly deals: readonly { name: string; low: number; high: number; period: ValuePeriod }[];
  readonly colleagues: readonly string[];
  readonly customFields: Readonly<Record<CustomFieldRow['objectType'], readonly FieldPlan[]>>;
  readonly customTypes: readonly {
    readonly kind: 'activity' | 'custom_object';
    readonly name: string;
    readonly name_plural: string;
    readonly fields: readonly FieldPlan[];
  }[];
}

const industries = ['Construction', 'Finance', 'Healthcare', 'Hospitality', 'Logistics', 'Software'];
const interests = ['Delivery', 'Installation', 'Training', 'Support'];

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
    { name: 'Sales', active: ['Discovery', 'Proposal', 'Negotiation'], won: 'Won', lost: 'Lost' },
    { name: 'Renewals', active: ['Upcoming', 'In Review'], won: 'Renewed', lost: 'Churned' },
  ],
  colleagues: ['Marta Lindqvist', 'Theo Okonkwo', 'Jules Moreau', 'Anika Sharma'],
  customFields: {
    lead: [
      { name: 'Industry', type: 'choices', choices: industries },
      { name: 'Employees', type: 'number' },
      { name: 'Interests', type: 'choices', choices: interests, multiple: true },
      { name: 'Account Owner', type: 'user' },
    ],
    contact: [{ name: 'Newsletter', type: 'choices', choices: ['Yes', 'No'] }],
    opportunity: [{ name: 'Signed On', type: 'date' }],
  },
  customTypes: [
    {
      kind: 'activity',
      name: 'Site Visit',
      name_plural: 'Site Visits',
      fields: [
        { name: 'Visitors', type: 'user', multiple: true },
        { name: 'Mood', type: 'choices', choices: ['Cold', 'Warm'] },
      ],
    },
    {
      kind: 'custom_object',
      name: 'Delivery',
      name_plural: 'Deliveries',
      fields: [{ name: 'Pallets', type: 'number' }],
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
  pipelines: [{ name: 'Projects', active: ['Briefing', 'Concept'], won: 'Signed', lost: 'Declined' }],
  colleagues: ['Sofia Brandt'],
  customFields: {
    lead: [{ name: 'Project Type', type: 'choices', choices: ['Branding', 'Website', 'Campaign'] }],
    contact: [],
    opportunity: [{ name: 'Budget Confirmed', type: 'text' }],
  },
  customTypes: [],
};
