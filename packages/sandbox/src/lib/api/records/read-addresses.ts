import { isRecord } from '../../base/is-record.ts';
import type { AddressRow } from '../../model/rows/lead-row.ts';

/** The addresses of a body; what is not text becomes null. */
export function readAddresses(items: readonly unknown[]): AddressRow[] {
  return items.map((item) => {
    const given = isRecord(item) ? item : {};
    const text = (name: string): string | null => (typeof given[name] === 'string' ? given[name] : null);
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
