/** An amount in cents as people write it, without cents when there are none to show. */
export function formatMoney(cents: number | null, currency: string | null = 'USD'): string {
  if (cents === null) return '—';
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: currency ?? 'USD',
    maximumFractionDigits: cents % 100 === 0 ? 0 : 2,
  }).format(cents / 100);
}

/** A sum in cents, to the whole: the cents of a sum tell nobody anything. */
export function formatSum(cents: number, currency: string | null = 'USD'): string {
  return formatMoney(Math.round(cents / 100) * 100, currency);
}
