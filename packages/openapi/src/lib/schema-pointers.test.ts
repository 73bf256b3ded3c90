import { describe, expect, it } from 'vitest';
import { compile } from '../../test/document-schemas.ts';
import { operationFor } from './operation-for.ts';
import type { FoundOperation } from './operation-for.ts';
import { requestSchemaPointer, responseSchemaPointer } from './schema-pointers.ts';

function find(method: string, path: string): FoundOperation {
  const found = operationFor(method, path);
  if (!found) throw new Error(`${method} ${path} is not in the document`);
  return found;
}

describe('responseSchemaPointer', () => {
  it('points a validator to the schema of a response', () => {
    const validate = compile(String(responseSchemaPointer(find('GET', '/status/lead/stat_1/'), 200)));
    expect(validate({ id: 'stat_1', label: 'Potential', organization_id: 'orga_1' })).toBe(true);
    expect(validate({ id: 'stat_1', label: 7, organization_id: 'orga_1' })).toBe(false);
  });

  it('points a validator to the schema of an error', () => {
    const validate = compile(String(responseSchemaPointer(find('GET', '/lead/'), 400)));
    expect(validate({ errors: [], 'field-errors': { _limit: 'too high' } })).toBe(true);
    expect(validate({ message: 'no' })).toBe(false);
  });

  it('points to the empty object of a delete', () => {
    const validate = compile(String(responseSchemaPointer(find('DELETE', '/lead/lead_1/'), 200)));
    expect(validate({})).toBe(true);
    expect(validate({ id: 'lead_1' })).toBe(false);
  });

  it('is undefined for a response without a body', () => {
    expect(responseSchemaPointer(find('DELETE', '/group/group_1/'), 204)).toBeUndefined();
  });

  it('is undefined for a status that is not described', () => {
    expect(responseSchemaPointer(find('GET', '/lead/'), 418)).toBeUndefined();
  });
});

describe('requestSchemaPointer', () => {
  it('points a validator to the schema of a body', () => {
    const validate = compile(String(requestSchemaPointer(find('POST', '/lead/merge/'))));
    expect(validate({ source: 'lead_1', destination: 'lead_2' })).toBe(true);
    expect(validate({ source: 'lead_1' })).toBe(false);
  });

  it('is undefined for an operation without a body', () => {
    expect(requestSchemaPointer(find('GET', '/me/'))).toBeUndefined();
  });
});
