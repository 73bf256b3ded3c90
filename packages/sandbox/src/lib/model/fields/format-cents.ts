/** Formats cents as Close does: `$1,250` or `$12.50`. */
export function formatCents(symbol: string, cents: number): string {
  const [whole = '0', fraction = '00'] = (cents / 100).toFixed(2).split('.');
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  return symbol + grouped + (fraction === '00' ? '' : `.${fraction}`);
}
