import { isRecord } from './is-record.ts';

/**
 * Takes a field out of something that may be an object.
 *
 * @param value - The object.
 * @param name - The field.
 * @returns What it holds.
 */
export function fieldIn(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

/**
 * Takes a text out of something that may be an object.
 *
 * @param value - The object.
 * @param name - The field.
 * @returns The text, if it is there.
 */
export function textIn(value: unknown, name: string): string | undefined {
  const field = fieldIn(value, name);
  return typeof field === 'string' ? field : undefined;
}
