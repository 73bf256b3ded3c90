import { isRecord } from './is-record.ts';

/** Returns a field of a value that may be an object. */
export function fieldIn(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

/** Returns a string field of a value that may be an object. */
export function textIn(value: unknown, name: string): string | undefined {
  const field = fieldIn(value, name);
  return typeof field === 'string' ? field : undefined;
}
