import { describe, expect, it } from 'vitest';
import { resolveResponse } from '../scripts/api-operation.ts';
import { operationSites } from '../scripts/operation-sites.ts';
import { closeDocument } from '../src/index.ts';
import type { SchemaObject } from '../src/index.ts';
import { exampleOf, faults } from './document-schemas.ts';

const lead = exampleOf('Lead');

/** The examples of the body of each operation, and of each of its successful responses that has a body. */
function operationExamples(): { id: string; name: string; example: unknown }[] {
  return operationSites(closeDocument).flatMap(({ operation }) => {
    const { operationId: id, requestBody, responses = {} } = operation;
    const successes = Object.entries(responses)
      .filter(([status]) => status.startsWith('2'))
      .map(([, response]) => resolveResponse(closeDocument, response).content);
    return [requestBody?.content, ...successes].flatMap((content) => {
      const name = content?.['application/json']?.schema?.$ref?.split('/').at(-1);
      if (name === undefined) return [];
      return [{ id, name, example: closeDocument.components.schemas?.[name]?.examples?.[0] }];
    });
  });
}

/** The values that a schema names for a property, in all its parts and variants. */
function valuesOf(name: string, schema: SchemaObject): unknown[] {
  const named = schema.$ref?.split('/').at(-1);
  if (named !== undefined) return valuesOf(name, closeDocument.components.schemas?.[named] ?? {});
  const property = schema.properties?.[name];
  const own = property?.const === undefined ? (property?.enum ?? []) : [property.const];
  const parts = [...(schema.allOf ?? []), ...(schema.oneOf ?? [])];
  return [...own, ...parts.flatMap((part) => valuesOf(name, part))];
}

describe('closeDocument', () => {
  it('has a valid example for every body and every successful response', () => {
    const examples = operationExamples();
    expect(examples.length).toBeGreaterThan(380);
    expect(examples.filter(({ example }) => example === undefined).map(({ id }) => id)).toEqual([]);
    expect(examples.flatMap(({ name, example }) => faults(name, example))).toEqual([]);
  });

  it('has no example that breaks its own schema', () => {
    const schemas = Object.entries(closeDocument.components.schemas ?? {});
    const checked = schemas.flatMap(([name, schema]) =>
      (schema.examples ?? []).map((one) => faults(name, one)),
    );
    expect(checked.length).toBeGreaterThan(20);
    expect(checked.flat()).toEqual([]);
  });

  it('accepts every kind of value in a custom field', () => {
    const values = ['Rye', 7, true, null, ['Rye', 'Wheat']];
    expect(values.flatMap((value) => faults('Lead', { ...lead, 'custom.cf_1': value }))).toEqual([]);
  });

  it('refuses an object in a custom field', () => {
    expect(faults('Lead', { ...lead, 'custom.cf_1': {} })).not.toEqual([]);
  });

  it('accepts undocumented members of a lead', () => {
    expect(faults('Lead', { ...lead, smart_field: {} })).toEqual([]);
  });

  it('refuses an identifier of another kind', () => {
    expect(faults('Lead', { ...lead, id: 'cont_1' })).not.toEqual([]);
  });

  it('refuses unknown members in a closed body', () => {
    expect(faults('ContactUpdate', { nickname: 'Ada' })).not.toEqual([]);
  });

  it('accepts an empty body for an update, because absent members stay unchanged', () => {
    const bodies = [
      'LeadUpdate',
      'ContactUpdate',
      'OpportunityUpdate',
      'TaskUpdate',
      'NoteUpdate',
      'PipelineUpdate',
    ];
    expect(bodies.flatMap((name) => faults(name, {}))).toEqual([]);
  });

  it('distinguishes task types by _type', () => {
    expect(faults('TaskCreate', { _type: 'outgoing_call', lead_id: 'lead_1', contact_id: 'cont_1' })).toEqual(
      [],
    );
    expect(faults('TaskCreate', { _type: 'lead', lead_id: 'lead_1', contact_id: 'cont_1' })).not.toEqual([]);
  });

  it('distinguishes activities by _type', () => {
    const note = exampleOf('NoteActivity');
    expect(faults('Activity', note)).toEqual([]);
    expect(faults('Activity', { ...note, _type: 'Meeting' })).not.toEqual([]);
  });

  it('accepts an object type that is not a known value', () => {
    expect(faults('SearchQuery', { type: 'object_type', object_type: 'custom_object_of_tomorrow' })).toEqual(
      [],
    );
  });

  it('lists the same events for subscriptions as it describes', () => {
    const known =
      closeDocument.components.schemas?.['WebhookSubscriptionEvent']?.['x-closekit-known-actions'];
    const events = closeDocument.components.schemas?.['WebhookEvent']?.oneOf ?? [];
    const described = events.flatMap((event) =>
      valuesOf('object_type', event).map((type) => [String(type), valuesOf('action', event)] as const),
    );
    expect(known).toEqual(Object.fromEntries(described));
  });

  it('names every smart field by the rule', () => {
    const schema = closeDocument.components.schemas?.['LeadSmartField'];
    const names = schema?.['x-closekit-known-values'] ?? [];
    expect(names.flatMap((name) => faults('LeadSmartField', name))).toEqual([]);
    expect(names.filter((name) => /^(avg|max|min|total)_.*_opportunity_value$/.test(name)).length).toBe(64);
    expect(faults('LeadSmartField', 'median_annual_opportunity_value')).not.toEqual([]);
  });

  it('refuses a query of an unknown type', () => {
    expect(faults('SearchQuery', { type: 'nor', queries: [] })).not.toEqual([]);
  });
});
