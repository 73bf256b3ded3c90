import { describe, expect, it } from 'vitest';
import type { OpenApiDocument, SchemaObject } from '../src/index.ts';
import { applyOverlay } from '../scripts/apply-overlay.ts';
import { compileRules } from '../scripts/write-rules.ts';
import { createRequestCheck } from '../../sandbox/src/lib/rules/request-check.ts';

/** A document with one operation whose body has a schema. */
function documentWith(
  schema: SchemaObject,
  others: Readonly<Record<string, SchemaObject>> = {},
): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: { title: 'Test', version: '1' },
    paths: {
      '/badge/': {
        post: {
          operationId: 'badges_create',
          tags: ['badges'],
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Badge' } } },
          },
          responses: { 204: { description: 'Nothing.' } },
        },
      },
    },
    components: { schemas: { Badge: schema, ...others } },
  };
}

function check(
  schema: SchemaObject,
  body: Record<string, unknown>,
  others?: Record<string, SchemaObject>,
): object {
  return createRequestCheck(compileRules(documentWith(schema, others))).body('POST /badge/', body);
}

describe('compileRules', () => {
  it('refuses a keyword that has no rule', () => {
    const schema: SchemaObject = { type: 'object', properties: { name: { type: 'string' } } };
    const odd = { ...schema, properties: { name: Object.assign({ type: 'string' }, { multipleOf: 2 }) } };
    expect(() => compileRules(documentWith(odd))).toThrow('.name: the keyword "multipleOf" has no rule.');
    expect(() => compileRules(documentWith(Object.assign({ ...schema }, { minProperties: 1 })))).toThrow(
      'the keyword "minProperties" has no rule.',
    );
    const format = { type: 'object', properties: { name: { type: 'string', format: 'ipv6' } } };
    expect(() => compileRules(documentWith(format))).toThrow('no format "ipv6"');
  });

  it('holds the status of a success, unless it is 200', () => {
    const { paths } = compileRules(documentWith({ type: 'object' }));
    expect(paths['/badge/']?.POST).toEqual({ verb: 'create', body: 0, status: 204 });
  });

  it('lays `allOf` together, with alternatives inside', () => {
    const base: SchemaObject = { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] };
    const cat: SchemaObject = {
      type: 'object',
      properties: { kind: { const: 'cat' }, lives: { type: 'integer' } },
      required: ['kind', 'lives'],
    };
    const dog: SchemaObject = { type: 'object', properties: { kind: { const: 'dog' } }, required: ['kind'] };
    const schema: SchemaObject = { allOf: [{ $ref: '#/components/schemas/Base' }, { oneOf: [cat, dog] }] };
    expect(check(schema, { kind: 'cat' }, { Base: base })).toEqual({
      errors: { id: 'Field required', lives: 'Field required' },
      unknown: {},
    });
    expect(check(schema, { id: 1, kind: 'dog', lives: 9 }, { Base: base })).toEqual({
      errors: {},
      unknown: { lives: 'The sandbox does not know "lives".' },
    });
  });

  it('refuses parts of `allOf` that contradict each other', () => {
    const schema: SchemaObject = { allOf: [{ type: 'object' }, { type: 'string' }] };
    expect(() => compileRules(documentWith(schema))).toThrow('the keyword "type" cannot be laid together');
  });

  it('follows schemas that contain themselves', () => {
    const badge: SchemaObject = {
      type: 'object',
      properties: {
        inner: { $ref: '#/components/schemas/Badge' },
        size: Object.assign({ type: 'integer' }, { minimum: 1 }),
      },
      additionalProperties: false,
    };
    expect(check(badge, { inner: { inner: { size: 0 } } })).toMatchObject({
      errors: { inner: 'inner.size: Input should be greater than or equal to 1' },
    });
  });

  it('explains the alternative that a value comes closest to', () => {
    const list: SchemaObject = {
      type: 'array',
      items: { type: 'object', properties: { a: { type: 'string' } } },
    };
    const schema: SchemaObject = { type: 'object', properties: { v: { anyOf: [{ type: 'string' }, list] } } };
    expect(check(schema, { v: [{ a: 'x' }, { a: 5 }] })).toMatchObject({
      errors: { v: '1.a: Input should be a valid string' },
    });
  });
});

describe('applyOverlay', () => {
  const schema: SchemaObject = { type: 'object', properties: { url: { type: 'string' } } };
  const target = '#/components/schemas/Badge/properties/url';

  it('adds rules whose violations are the sandbox’s own', () => {
    const because = 'It is requested.';
    const document = applyOverlay(documentWith(schema), [{ target, update: { format: 'uri' }, because }]);
    const { body } = createRequestCheck(compileRules(document));
    expect(body('POST /badge/', { url: 'nowhere' })).toEqual({
      errors: {},
      unknown: { url: 'Input should be a valid URL.' },
    });
    expect(body('POST /badge/', { url: 5 })).toEqual({
      errors: { url: 'Input should be a valid string' },
      unknown: {},
    });
  });

  it('names the members of a body that have no effect', () => {
    const action = { target: ['#/paths/~1badge~1/post'], unsupported: ['url'], because: 'It has no page.' };
    const { unsupported } = createRequestCheck(compileRules(applyOverlay(documentWith(schema), [action])));
    expect(unsupported('POST /badge/')).toEqual(['url']);
    expect(createRequestCheck(compileRules(documentWith(schema))).unsupported('POST /badge/')).toEqual([]);
  });

  it('refuses an action without a reason, or with a target that does not exist', () => {
    const document = documentWith(schema);
    expect(() => applyOverlay(document, [{ target, update: {}, because: '' }])).toThrow('gives no reason');
    const lost = { target: `${target}s`, update: {}, because: 'It is requested.' };
    expect(() => applyOverlay(document, [lost])).toThrow('points to nothing');
  });
});
