import { describe, expect, it } from 'vitest';
import { parseErrorBody } from './error-body.ts';

describe('parseErrorBody', () => {
  it('reads errors and field errors', () => {
    const body = {
      errors: ['Nothing to do'],
      'field-errors': { _limit: 'Input should be less than or equal to 200' },
    };
    expect(parseErrorBody(body)).toMatchObject({
      errors: ['Nothing to do'],
      fieldErrors: { _limit: 'Input should be less than or equal to 200' },
    });
  });

  it('reads a single error', () => {
    expect(parseErrorBody({ error: 'Not found' })).toMatchObject({ errors: ['Not found'], fieldErrors: {} });
  });

  it('flattens nested field errors', () => {
    const nested = {
      contacts: [{ emails: [{ email: 'Invalid' }] }],
      name: ['Too long.', 'Too dull.'],
      value: 7,
      url: null,
    };
    expect(parseErrorBody({ errors: [], 'field-errors': nested }).fieldErrors).toEqual({
      'contacts.0.emails.0.email': 'Invalid',
      name: 'Too long. Too dull.',
      value: '7',
    });
  });

  it('accepts a field named like a member of every object', () => {
    const { fieldErrors } = parseErrorBody(JSON.parse('{"field-errors": {"__proto__": "no"}}'));
    expect(Object.entries(fieldErrors)).toEqual([['__proto__', 'no']]);
    expect(Object.getPrototypeOf(fieldErrors)).toBe(Object.prototype);
  });

  it('finds nothing in text, lists and empty bodies', () => {
    const nothing = { errors: [], fieldErrors: {}, backendCode: undefined };
    expect(parseErrorBody('<html>')).toEqual(nothing);
    expect(parseErrorBody(undefined)).toEqual(nothing);
    expect(parseErrorBody([1])).toEqual(nothing);
  });
});
