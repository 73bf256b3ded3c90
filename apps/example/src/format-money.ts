/** Formats an amount in cents; whole amounts are shown without cents. */
export function formatMoney(cents: number | null, currency: string | null = 'USD'): string {
  if (cents === null) return '—';
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: currency ?? 'USD',
    maximumFractionDigits: cents % 100 === 0 ? 0 : 2,
  }).format(cents / 100);
}

/** Formats a sum in cents, rounded to whole units. */
export function formatSum(cents: number, currency: string | null = 'USD'): string {
  return formatMoney(Math.round(cents / 100) * 100, currency);
}
