import type { Authorship } from './authorship.ts';

export interface OrganizationRow extends Authorship {
  readonly id: string;
  name: string;
  currency: string;
  currency_symbol: string;
  plan_type: string;
  enable_unsubscribe_link: boolean;
  require_unsubscribe_link: boolean;
}
