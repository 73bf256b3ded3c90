import { closeDocument } from '@closekit/openapi';
import type { OperationObject, ParameterObject, Reference, SchemaObject } from '@closekit/openapi';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { requestRules } from '../src/generated/request-rules.ts';
import { createRequestCheck } from '../src/lib/rules/request-check.ts';
import { brokenVariants } from './broken-variants.ts';

const check = createRequestCheck(requestRules);
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
// Close writes moments without an offset and accepts bare dates; the format of the specification takes neither.
ajv.addFormat('date-time', (text) => {
  const [, date = '', rest = ''] = /^(\d{4}-\d\d-\d\d)(.*)$/.exec(text) ?? [];
  const isTime = rest === '' || /^[T ]([01]\d|2[0-3])(:[0-5]\d){1,2}(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/i.test(rest);
  return isTime && new Date(`${date}T00:00:00Z`).getUTCDate() === Number(date.slice(8));
});
ajv.addSchema(closeDocument, 'close');

interface Described {
  readonly key: string;
  readonly operation: OperationObject;
  readonly parameters: readonly ParameterObject[];
}

const operations: readonly Described[] = Object.entries(closeDocument.paths).flatMap(([path, item]) =>
  (['get', 'post', 'put', 'delete'] as const).flatMap((method) => {
    const operation = item[method];
    if (operation === undefined) return [];
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(parameterOf);
    return [{ key: `${method.toUpperCase()} ${path}`, operation, parameters }];
  }),
);

function parameterOf(value: ParameterObject | Reference): ParameterObject {
  if (!('$ref' in value)) return value;
  const found = closeDocument.components.parameters?.[value.$ref.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`${value.$ref} does not exist.`);
  return found;
}

function schemaOf(schema: SchemaObject): SchemaObject {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : schemaOf(closeDocument.components.schemas?.[name] ?? {});
}

describe('the rules of bodies', () => {
  it('agree with Ajv on every example of the document and its broken variants', () => {
    const compared = operations.flatMap(({ key, operation }) => {
      const schema = operation.requestBody?.content?.['application/json']?.schema;
      if (schema?.$ref === undefined) return [];
      const validate = ajv.compile({ $ref: `close${schema.$ref}` });
      const examples = (schemaOf(schema).examples ?? []).filter((one) => isBody(one));
      return examples.flatMap((example) =>
        [example, ...brokenVariants(example)].filter(isBody).map((body) => ({
          key,
          body,
          isValid: validate(body),
          errors: check.body(key, body).errors,
        })),
      );
    });
    const differing = compared.filter(
      ({ isValid, errors }) => isValid !== (Object.keys(errors).length === 0),
    );
    expect(differing).toEqual([]);
    const bodies = operations.filter(({ operation }) => operation.requestBody !== undefined);
    expect(new Set(compared.map(({ key }) => key)).size).toBe(bodies.length);
    expect(compared.filter(({ isValid }) => !isValid).length).toBeGreaterThan(3000);
  });
});

function isBody(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const texts = [
  'text',
  '5',
  '-1',
  '1.5',
  '100000',
  'true',
  'True',
  'a,b',
  '2026-03-02',
  '2026-03-02T10:00:00',
];
const moreTexts = [
  'yesterday',
  '2026-02-30',
  '2026-03-02T10:00:00+00:00',
  'lead_1',
  'lead_1,cont_2',
  'user_1',
  '-value',
];

describe('the rules of queries', () => {
  it('agree with Ajv on every parameter, with values of every form', () => {
    const compared = operations.flatMap(({ key, parameters }) =>
      parameters
        .filter((parameter) => parameter.in === 'query')
        .flatMap(({ name, schema = {} }) => {
          const validate = ajv.compile(inDocument(schema));
          const values = [...texts, ...moreTexts, ...(schemaOf(schema).enum ?? []).map(String)];
          return values.map((text) => ({
            key,
            name,
            text,
            isValid: validate(parsed(schema, text)),
            isPassed: check.query(key, new URLSearchParams({ [name]: text })).errors[name] === undefined,
          }));
        }),
    );
    expect(compared.filter(({ isValid, isPassed }) => isValid !== isPassed)).toEqual([]);
    expect(compared.filter(({ isValid }) => !isValid).length).toBeGreaterThan(1000);
  });

  it('require what the document requires', () => {
    const required = operations.flatMap(({ key, parameters }) =>
      parameters
        .filter((one) => one.in === 'query' && one.required === true)
        .map(({ name }) => ({ key, name })),
    );
    expect(required.length).toBeGreaterThan(0);
    for (const { key, name } of required) {
      expect(check.query(key, new URLSearchParams()).errors[name]).toBe('Field required');
    }
  });
});

/** The schema with references that Ajv can follow. */
function inDocument(schema: SchemaObject): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"close#/'));
}

function parsed(schema: SchemaObject, text: string): unknown {
  const { type } = schemaOf(schema);
  if (type === 'array') return text.split(',');
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if ((type === 'integer' || type === 'number') && /^-?[\d.]+$/.test(text)) return Number(text);
  return text;
}

describe('the messages', () => {
  it.each([
    ['POST /lead/', { name: 5 }, { name: 'Input should be a valid string' }],
    ['POST /lead/', { contacts: [{ emails: [{}] }] }, { contacts: '0.emails.0.email: Field required' }],
    ['POST /lead/', { contacts: {} }, { contacts: 'Input should be a valid list' }],
    ['POST /task/', {}, { _type: 'Field required' }],
    ['POST /task/', { _type: 'x' }, { _type: "Input should be 'lead' or 'outgoing_call'" }],
    ['POST /activity/note/', { lead_id: 'x' }, { lead_id: "String should match pattern '^lead_'" }],
    ['POST /activity/note/', { lead_id: 'lead_1', x: 1 }, { x: 'Extra inputs are not permitted' }],
    ['PUT /task/{id}/', { is_complete: 1 }, { is_complete: 'Input should be a valid boolean' }],
    ['PUT /task/{id}/', { date: 'soon' }, { date: 'Input should be a valid date or datetime' }],
    [
      'POST /activity/email/',
      { lead_id: 'lead_1', status: 'sent', send_in: 60 },
      { send_in: 'Input should be less than 60' },
    ],
  ])('of %s %j are those of Close', (operation, body, errors) => {
    expect(check.body(operation, body).errors).toEqual(errors);
  });

  it('name what the document does not describe, apart from what Close refuses', () => {
    expect(check.body('POST /lead/', { name: 'Acme', nickname: 'A' })).toEqual({
      errors: {},
      unknown: { nickname: 'The sandbox does not know "nickname".' },
    });
    expect(check.body('POST /lead/', { contacts: [{ nickname: 'A' }] }).unknown).toEqual({
      contacts: 'The sandbox does not know "nickname" in contacts.0.',
    });
  });

  it('name unknown, repeated and misspelt parameters', () => {
    const query = new URLSearchParams('_fields=id,nmae&stauts=x&query=a&query=b');
    expect(check.query('GET /lead/', query)).toEqual({
      errors: {},
      unknown: {
        _fields: 'The sandbox does not know "nmae" in _fields.',
        stauts: 'The sandbox does not know "stauts".',
        query: 'The sandbox takes a list as one comma-separated value.',
      },
    });
  });

  it('take the forms of `_fields` that no list can name', () => {
    const query = new URLSearchParams('_fields=_all,custom,custom.cf_1, id');
    expect(check.query('GET /lead/', query)).toEqual({ errors: {}, unknown: {} });
  });
});
