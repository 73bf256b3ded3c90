// Written by `npx @closekit/client custom-fields`. Run it again when the custom fields of the organization change.
import type {} from '@closekit/client/custom-fields';

declare module '@closekit/client/custom-fields' {
  interface LeadCustomFields {
    /** Industry */
    'custom.cf_V0ytSvRuhEp8S69Dlj70wckzGkyimrGhzIB1Z3pegRX'?: 'Construction' | 'Finance' | 'Healthcare' | 'Hospitality' | 'Logistics' | 'Software' | (string & {}) | null;
    /** Employees */
    'custom.cf_lnGgNizR7bUGTPxmVqaJYNm1M9Vi9co8R3H6nqp6anZ'?: number | null;
    /** Interests */
    'custom.cf_fpge9UBOoR1Nu6Qp37u7x1WwTE2drTIsBTiaQr4VoJq'?: ('Delivery' | 'Installation' | 'Training' | 'Support' | (string & {}))[] | null;
    /** Account Owner */
    'custom.cf_ehtW3kgM4EY3zyoxmiwzfdZ394MOfziRFMPt0AgguUd'?: string | null;
  }

  interface LeadCustomFieldChanges {
    /** Industry */
    'custom.cf_V0ytSvRuhEp8S69Dlj70wckzGkyimrGhzIB1Z3pegRX'?: 'Construction' | 'Finance' | 'Healthcare' | 'Hospitality' | 'Logistics' | 'Software' | null;
    /** Employees */
    'custom.cf_lnGgNizR7bUGTPxmVqaJYNm1M9Vi9co8R3H6nqp6anZ'?: number | null;
    /** Interests */
    'custom.cf_fpge9UBOoR1Nu6Qp37u7x1WwTE2drTIsBTiaQr4VoJq'?: ('Delivery' | 'Installation' | 'Training' | 'Support')[] | null;
    /** Interests: adds one value. */
    'custom.cf_fpge9UBOoR1Nu6Qp37u7x1WwTE2drTIsBTiaQr4VoJq.add'?: 'Delivery' | 'Installation' | 'Training' | 'Support';
    /** Interests: removes one value. */
    'custom.cf_fpge9UBOoR1Nu6Qp37u7x1WwTE2drTIsBTiaQr4VoJq.remove'?: 'Delivery' | 'Installation' | 'Training' | 'Support';
    /** Account Owner */
    'custom.cf_ehtW3kgM4EY3zyoxmiwzfdZ394MOfziRFMPt0AgguUd'?: string | null;
  }

  interface ContactCustomFields {
    /** Newsletter */
    'custom.cf_1X4FxM6016hjBdAtTI3u2h8SMN6ulieCjcQVkgJGQ7P'?: 'Yes' | 'No' | (string & {}) | null;
  }

  interface ContactCustomFieldChanges {
    /** Newsletter */
    'custom.cf_1X4FxM6016hjBdAtTI3u2h8SMN6ulieCjcQVkgJGQ7P'?: 'Yes' | 'No' | null;
  }

  interface OpportunityCustomFields {
    /** Signed On */
    'custom.cf_jhSN4pdmHhS5n5lDUOLzoFrsOVLkJLfNevCbcWkjHqg'?: string | null;
  }

  interface OpportunityCustomFieldChanges {
    /** Signed On */
    'custom.cf_jhSN4pdmHhS5n5lDUOLzoFrsOVLkJLfNevCbcWkjHqg'?: string | null;
  }

  interface ActivityCustomFields {
    /** Visitors */
    'custom.cf_hLlbUYvUmTbOqpogPFlguTB7Vs4UTtaidForhAGUp01'?: string[] | null;
    /** Mood */
    'custom.cf_hLlbUYvUmTbOqpogPFlguTB7Vs4UTtaidForhAGUp02'?: 'Cold' | 'Warm' | (string & {}) | null;
  }

  interface ActivityCustomFieldChanges {
    /** Visitors */
    'custom.cf_hLlbUYvUmTbOqpogPFlguTB7Vs4UTtaidForhAGUp01'?: string[] | null;
    /** Visitors: adds one value. */
    'custom.cf_hLlbUYvUmTbOqpogPFlguTB7Vs4UTtaidForhAGUp01.add'?: string;
    /** Visitors: removes one value. */
    'custom.cf_hLlbUYvUmTbOqpogPFlguTB7Vs4UTtaidForhAGUp01.remove'?: string;
    /** Mood */
    'custom.cf_hLlbUYvUmTbOqpogPFlguTB7Vs4UTtaidForhAGUp02'?: 'Cold' | 'Warm' | null;
  }

  interface CustomObjectCustomFields {
    /** Pallets */
    'custom.cf_hLlbUYvUmTbOqpogPFlguTB7Vs4UTtaidForhAGUp11'?: number | null;
  }

  interface CustomObjectCustomFieldChanges {
    /** Pallets */
    'custom.cf_hLlbUYvUmTbOqpogPFlguTB7Vs4UTtaidForhAGUp11'?: number | null;
  }
}

/** The keys of custom fields by name: `lead[customFields.lead.industry]`. */
export const customFields = {
  lead: {
    industry: 'custom.cf_V0ytSvRuhEp8S69Dlj70wckzGkyimrGhzIB1Z3pegRX',
    employees: 'custom.cf_lnGgNizR7bUGTPxmVqaJYNm1M9Vi9co8R3H6nqp6anZ',
    interests: 'custom.cf_fpge9UBOoR1Nu6Qp37u7x1WwTE2drTIsBTiaQr4VoJq',
    accountOwner: 'custom.cf_ehtW3kgM4EY3zyoxmiwzfdZ394MOfziRFMPt0AgguUd',
  },
  contact: {
    newsletter: 'custom.cf_1X4FxM6016hjBdAtTI3u2h8SMN6ulieCjcQVkgJGQ7P',
  },
  opportunity: {
    signedOn: 'custom.cf_jhSN4pdmHhS5n5lDUOLzoFrsOVLkJLfNevCbcWkjHqg',
  },
  activity: {
    siteVisit: {
      visitors: 'custom.cf_hLlbUYvUmTbOqpogPFlguTB7Vs4UTtaidForhAGUp01',
      mood: 'custom.cf_hLlbUYvUmTbOqpogPFlguTB7Vs4UTtaidForhAGUp02',
    },
  },
  customObject: {
    delivery: {
      pallets: 'custom.cf_hLlbUYvUmTbOqpogPFlguTB7Vs4UTtaidForhAGUp11',
    },
  },
} as const;
