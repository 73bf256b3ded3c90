import { parseNumber } from '../base/parse-number.ts';

const longestResetS = 86_400;

/** Reads one value of the rate-limit headers, from the combined one or its own. */
export function rateValue(headers: Headers, name: string): number | undefined {
  const pattern = new RegExp(`\\b${name}\\s*=\\s*([\\d.]+)\\s*(?:[,;]|$)`, 'i');
  return (
    parseNumber(headers.get('ratelimit')?.match(pattern)?.[1]) ??
    parseNumber(headers.get(`ratelimit-${name}`)) ??
    parseNumber(headers.get(`x-rate-limit-${name}`))
  );
}

/** Reads after how many milliseconds the window starts again. */
export function rateResetMs(headers: Headers): number | undefined {
  const reset = rateValue(headers, 'reset');
  // More than a day is a time since 1970, as other APIs state it: a group must not wait for so long.
  return reset === undefined || reset > longestResetS ? undefined : Math.ceil(reset * 1000);
}
