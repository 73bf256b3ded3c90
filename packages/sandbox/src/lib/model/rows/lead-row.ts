import { authoredBy } from './authorship.ts';
import type { StoredRow, CustomValues, Origin } from './authorship.ts';

export interface AddressRow {
  label: string | null;
  address_1: string | null;
  address_2: string | null;
  city: string | null;
  state: string | null;
  zipcode: string | null;
  country: string | null;
}

export interface LeadRow extends StoredRow, CustomValues {
  name: string | null;
  description: string | null;
  url: string | null;
  status_id: string;
  source: string | null;
  addresses: AddressRow[];
}

export function newLeadRow(origin: Origin, statusId: string): LeadRow {
  return {
    ...authoredBy(origin),
    name: null,
    description: null,
    url: null,
    status_id: statusId,
    source: null,
    addresses: [],
  };
}
