import { parseNumber } from '../base/parse-number.ts';

const longestResetS = 86_400;

/** Reads one value of the rate-limit headers, from the combined one or its own. */
export function rateValue(headers: Headers, name: string, pattern: RegExp): number | undefined {
  return (
    parseNumber(pattern.exec(headers.get('ratelimit') ?? '')?.[1]) ??
    parseNumber(headers.get(`ratelimit-${name}`)) ??
    parseNumber(headers.get(`x-rate-limit-${name}`))
  );
}

/** Finds a value in the combined header. A list of its parts would cost more, and it is read for every response. */
const resetPattern = /\breset\s*=\s*([\d.]+)\s*(?:[,;]|$)/i;

/** Reads after how many milliseconds the window starts again. */
export function rateResetMs(headers: Headers): number | undefined {
  const reset = rateValue(headers, 'reset', resetPattern);
  // More than a day is a time since 1970, as other APIs state it: a group must not wait for so long.
  return reset === undefined || reset > longestResetS ? undefined : Math.ceil(reset * 1000);
}
