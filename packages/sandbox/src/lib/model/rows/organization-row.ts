import type { StoredRow } from './authorship.ts';

export interface OrganizationRow extends StoredRow {
  name: string;
  currency: string;
  currency_symbol: string;
  plan_type: string;
  enable_unsubscribe_link: boolean;
  require_unsubscribe_link: boolean;
}
