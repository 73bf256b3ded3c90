import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseErrorBody as parseText } from './error-body.ts';

const parseErrorBody = (body: unknown) => parseText(JSON.stringify(body));

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

  it('finds nothing in lists and empty bodies', () => {
    const nothing = { errors: [], fieldErrors: {}, backendCode: undefined, closeStatus: undefined };
    expect(parseText('')).toEqual(nothing);
    expect(parseErrorBody({})).toEqual(nothing);
    expect(parseErrorBody([1])).toEqual(nothing);
  });

  it('shows the visible text of a page', () => {
    const page =
      '<html><head><style>p { color: red }</style></head><p>Bad\n gateway</p><script>alert(1)</script>';
    expect(parseText(page)).toMatchObject({ errors: ['Bad gateway'] });
    expect(parseText('upstream timed out')).toMatchObject({ errors: ['upstream timed out'] });
    expect(parseText('x'.repeat(5000)).errors[0]).toHaveLength(301);
  });

  it("reads Close's `status` and `detail`", () => {
    expect(parseErrorBody({ status: 'needs-more-info', error: 'Address needed' })).toMatchObject({
      errors: ['Address needed'],
      closeStatus: 'needs-more-info',
    });
    expect(parseErrorBody({ detail: 'Not now' })).toMatchObject({ errors: ['Not now'] });
  });

  it('shows no credential that a server repeats', () => {
    const token = 'abcdefghijklmnop0123';
    const shown = JSON.stringify([
      parseErrorBody({ error: `Bad token: Bearer ${token}` }),
      parseErrorBody({ 'field-errors': { url: `https://me:${token}@proxy.example/` } }),
      parseText(`Authorization: Basic ${token}==`),
      parseText(`key api_${token} is unknown`),
    ]);
    expect(shown).not.toContain(token);
  });

  it('reads any body, and shows a bounded part of it', () => {
    const shapes = fc.record(
      {
        errors: fc.jsonValue(),
        error: fc.jsonValue(),
        detail: fc.jsonValue(),
        'field-errors': fc.jsonValue(),
        status: fc.jsonValue(),
        code: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const bodies = fc
      .oneof(fc.string(), fc.jsonValue(), shapes)
      .map((body) => (typeof body === 'string' ? body : JSON.stringify(body)));
    fc.assert(
      fc.property(bodies, (text) => {
        const { errors, fieldErrors, closeStatus = '' } = parseText(text);
        for (const shown of [...errors, ...Object.values(fieldErrors), closeStatus])
          expect(shown.length).toBeLessThanOrEqual(301);
      }),
    );
  });

  it('shows no credential, wherever a server repeats it', () => {
    const token = 'abcdefghijklmnop0123';
    const forms = fc.constantFrom(
      `Bearer ${token}`,
      `basic ${token}`,
      `https://${token}:@x.example`,
      `api_${token}`,
    );
    const around = fc.string().map((text) => text.replaceAll(/[\w./@:+~=-]/g, ' '));
    const holders = fc.constantFrom<(text: string) => unknown>(
      (text) => ({ error: text }),
      (text) => ({ errors: ['No.', text] }),
      (text) => ({ detail: text }),
      (text) => ({ 'field-errors': { contacts: [{ url: [text] }] } }),
      (text) => ({ error: 'No.', status: text }),
      (text) => text,
    );
    fc.assert(
      fc.property(fc.tuple(around, forms, around), holders, (parts, hold) => {
        const held = hold(parts.join(' '));
        const shown = parseText(typeof held === 'string' ? held : JSON.stringify(held));
        expect(JSON.stringify(shown)).not.toContain(token);
      }),
    );
  });
});
