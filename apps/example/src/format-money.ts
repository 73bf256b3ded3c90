/** An amount in cents as people write it, without cents when there are none to show. */
export function formatMoney(cents: number | null, currency: string | null = 'USD'): string {
  if (cents === null) return '—';
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: currency ?? 'USD',
    maximumFractionDigits: cents % 100 === 0 ? 0 : 2,
  }).format(cents / 100);
}
