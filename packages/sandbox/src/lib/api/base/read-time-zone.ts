import type { ApiCall } from './api-call.ts';
import { refuseNotUnderstood } from './not-understood.ts';

/** Reads the header `x-tz-offset`, the caller's hours ahead of UTC, in milliseconds. */
export function readTimeZone({ headers }: Request, call: Pick<ApiCall, 'isStrict'>): number {
  const text = headers.get('x-tz-offset')?.trim() ?? '0';
  const isOffset = /^[+-]?\d{1,2}(?:\.\d+)?$/.test(text) && Math.abs(Number(text)) <= 14;
  if (isOffset) return Number(text) * 3_600_000;
  const message = `The header \`x-tz-offset\` must be a number of hours from -14 to 14, not "${text}".`;
  refuseNotUnderstood(call, { field: 'x-tz-offset', message });
  return 0;
}
