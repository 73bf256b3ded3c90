import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { closeDocument } from '../src/index.ts';

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(closeDocument, 'close');

/** Compiles the schema at a pointer such as `#/components/schemas/Lead`. */
export function compile(pointer: string): ValidateFunction {
  const known = compiled.get(pointer);
  if (known) return known;
  const validate = ajv.compile({ $ref: `close${pointer}` });
  compiled.set(pointer, validate);
  return validate;
}

/** Compiling takes as long as a thousand validations. */
const compiled = new Map<string, ValidateFunction>();

/** Returns the first example of a named schema. */
export function exampleOf(name: string): object {
  const example = closeDocument.components.schemas?.[name]?.examples?.[0];
  if (typeof example !== 'object' || example === null) throw new Error(`${name} has no example`);
  return example;
}

/** Validates a value against a named schema. Returns one text for each fault. */
export function faults(name: string, value: unknown): string[] {
  const validate = compile(`#/components/schemas/${name}`);
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => `${name}${error.instancePath} ${error.message}`);
}

/**
 * Validates a value against a named schema, and returns the faults of one place in it: with a type, a format, a
 * pattern or a word that the schema does not have there. Missing members elsewhere do not count.
 */
export function faultsAt(name: string, place: string, value: unknown): string[] {
  const validate = compile(`#/components/schemas/${name}`);
  if (validate(value)) return [];
  const found = (validate.errors ?? []).filter(
    ({ instancePath, keyword }) => instancePath === place && !summaries.has(keyword),
  );
  return found.map((error) => `${name}${error.instancePath} ${error.message}`);
}

/** Keywords that say nothing about the kind of a value: missing members, and sums of the faults of variants. */
const summaries: ReadonlySet<string> = new Set(['required', 'anyOf', 'oneOf']);
