import { Ajv2020 } from 'ajv/dist/2020.js';
import type { OpenApiDocument } from '../src/lib/open-api-document.ts';

const ajv = new Ajv2020({ strict: false });

/** Checks that every schema is valid JSON Schema. Returns one sentence for each violation. */
export function lintJsonSchemas(document: OpenApiDocument): string[] {
  return Object.entries(document.components.schemas ?? {}).flatMap(([name, schema]) => {
    if (ajv.validateSchema({ ...schema }) === true) return [];
    return [`${name}: ${ajv.errorsText(ajv.errors, { dataVar: 'the schema' })}.`];
  });
}
