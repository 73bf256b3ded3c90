import { assertArgument } from '../base/assert-argument.ts';
import { isRecord } from '../base/is-record.ts';

/**
 * Checks a caller's headers and adds them to others under lower-case names, as one name may have one spelling
 * only. A wrong value would otherwise look like a failure of the network.
 *
 * @throws TypeError naming the header, without repeating its value.
 */
export function parseHeaders(
  given: unknown,
  defaults: Readonly<Record<string, string>>,
  caller: string,
): Readonly<Record<string, string>> {
  if (given === undefined) return defaults;
  // `Headers` and `Map` have no members of their own: theirs would be lost.
  const isPlain = isRecord(given) && !(Symbol.iterator in given);
  assertArgument(isPlain, [caller, 'headers'], 'a plain object');
  const headers = Object.entries(defaults);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const fits = namePattern.test(name) && typeof value === 'string' && valuePattern.test(value);
    assertArgument(fits, [caller, `headers.${name}`], 'a header name with a plain text');
    headers.push([name.toLowerCase(), value]);
  }
  return Object.fromEntries(headers);
}

const namePattern = /^[\w!#$%&'*+.^`|~-]+$/;
const valuePattern = /^[\t\x20-\x7e\x80-\xff]*$/;
