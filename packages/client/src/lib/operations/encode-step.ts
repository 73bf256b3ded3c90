import { assertArgument } from '../base/assert-argument.ts';
import type { Argument } from '../base/assert-argument.ts';
import { encode } from '../base/encode.ts';

/** Encodes a path parameter, which is one step of the path. */
export function encodeStep(value: unknown, argument: Argument): string {
  const text = typeof value === 'string' ? value : '';
  // Identifiers stay as they are.
  if (/^\w+$/.test(text)) return text;
  // Encoding does not change dots, and a URL parser resolves '.' and '..' as path steps.
  assertArgument(!/^\.{0,2}$/.test(text), argument, "a non-empty string, not '.' or '..'");
  return encode(text);
}

/** Encodes a path parameter of one or several steps. */
export function encodeSteps(value: unknown, argument: Argument): string {
  const steps = typeof value === 'string' ? value.split('/') : [value];
  return steps.map((step) => encodeStep(step, argument)).join('/');
}
