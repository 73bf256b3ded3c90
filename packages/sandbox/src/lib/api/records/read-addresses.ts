import { isRecord } from '../../base/is-record.ts';
import type { AddressRow } from '../../model/rows/lead-row.ts';

/** Reads the addresses of a body; values that are not strings become `null`. */
export function readAddresses(items: readonly unknown[]): AddressRow[] {
  return items.map((item) => {
    const fields = isRecord(item) ? item : {};
    const text = (name: string): string | null => (typeof fields[name] === 'string' ? fields[name] : null);
    return {
      label: text('label'),
      address_1: text('address_1'),
      address_2: text('address_2'),
      city: text('city'),
      state: text('state'),
      zipcode: text('zipcode'),
      country: text('country'),
    };
  });
}
