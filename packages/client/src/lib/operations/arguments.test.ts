import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArguments } from './arguments.ts';
import { createPlan as createGetPlan } from './plan.ts';
import type { Operation } from './operation.ts';
import { writeRules } from './write-rules.ts';

const createPlan = (operation: Operation) => createGetPlan(operation, writeRules);

const get = createPlan({ id: 'things_get', method: 'GET', path: '/thing/{id}/' });
const update = createPlan({
  id: 'parts_update',
  method: 'PUT',
  path: '/thing/{id}/part/{part_id}/',
  body: true,
});

/** The error of a wrong argument. */
function must(id: string, name: string, requirement: string): TypeError {
  return new TypeError(`${id}: \`${name}\` must be ${requirement}.`);
}

describe('parseArguments', () => {
  it('sorts path parameters, body, query and options', () => {
    const { signal } = new AbortController();
    const options = { _fields: ['id'], signal, timeoutMs: 5, headers: { 'x-tz-offset': '-5' } };
    expect(parseArguments(update, ['a', 'b', { name: 'n' }, options])).toEqual({
      path: '/thing/a/part/b/',
      body: { name: 'n' },
      query: { _fields: ['id'] },
      options: { signal, timeoutMs: 5, headers: { 'x-tz-offset': '-5' } },
    });
  });

  it('refuses a path parameter that is missing, empty or a step', () => {
    const message = must('things_get', 'id', "a non-empty string, not '.' or '..'");
    expect(() => parseArguments(get, [])).toThrow(message);
    expect(() => parseArguments(get, [''])).toThrow(message);
    expect(() => parseArguments(get, ['.'])).toThrow(message);
    expect(() => parseArguments(get, ['..'])).toThrow(message);
    expect(() => parseArguments(get, [7])).toThrow(message);
    expect(() => parseArguments(get, [{ id: 'a' }])).toThrow(TypeError);
  });

  it('refuses a body that is not an object', () => {
    expect(() => parseArguments(update, ['a', 'b'])).toThrow(must('parts_update', 'body', 'an object'));
    expect(() => parseArguments(update, ['a', 'b', 'text'])).toThrow(TypeError);
    expect(() => parseArguments(update, ['a', 'b', []])).toThrow(TypeError);
  });

  it('refuses a filter that would not be sent, because a write without it would change everything', () => {
    const bulk = createPlan({ id: 'things_bulk_update', method: 'PUT', path: '/thing/', body: true });
    const message = must('things_bulk_update', 'id__in', 'a value or a non-empty list');
    expect(() => parseArguments(bulk, [{}, { id__in: [] }])).toThrow(message);
    const loose = { id__in: ['a'], view: 'inbox', lead_id: null, date: undefined };
    expect(parseArguments(bulk, [{}, { ...loose, fields: [] }]).query).toEqual({ ...loose, _fields: [] });
    expect(parseArguments(get, ['a', { id__in: [] }]).query).toEqual({ id__in: [] });
  });

  it('refuses wrong options', () => {
    expect(() => parseArguments(get, ['a', 'b'])).toThrow(must('things_get', 'options', 'an object'));
    expect(() => parseArguments(get, ['a', {}, {}])).toThrow(
      must('things_get', 'options', 'the last argument'),
    );
    expect(() => parseArguments(get, ['a', { signal: new AbortController() }])).toThrow(
      must('things_get', 'signal', 'an AbortSignal'),
    );
  });

  it('has a URL parser read each path parameter as one step, as it was', () => {
    const ids = fc.string({ unit: 'grapheme', minLength: 1 }).filter((id) => id !== '.' && id !== '..');
    fc.assert(
      fc.property(ids, ids, (id, part) => {
        const { path } = parseArguments(update, [id, part, {}]);
        const { pathname, search, hash } = new URL(`https://api.close.com/api/v1${path}`);
        const steps = pathname.split('/').map(decodeURIComponent);
        expect([steps, search, hash]).toEqual([['', 'api', 'v1', 'thing', id, 'part', part, ''], '', '']);
      }),
    );
  });
});
