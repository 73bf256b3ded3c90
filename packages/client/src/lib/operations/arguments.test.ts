import { describe, expect, it } from 'vitest';
import { parseArguments } from './arguments.ts';
import type { Operation } from './operation.ts';

const get: Operation = { id: 'things_get', method: 'GET', path: '/thing/{id}/' };
const update: Operation = {
  id: 'parts_update',
  method: 'PUT',
  path: '/thing/{id}/part/{part_id}/',
  body: true,
};

describe('parseArguments', () => {
  it('sorts path parameters, body, query and options', () => {
    const { signal } = new AbortController();
    const options = { _fields: ['id'], signal, timeoutMs: 5, headers: { 'x-tz-offset': '-5' } };
    expect(parseArguments(update, ['a', 'b', { name: 'n' }, options])).toEqual({
      path: { id: 'a', part_id: 'b' },
      body: { name: 'n' },
      query: { _fields: ['id'] },
      options: { signal, timeoutMs: 5, headers: { 'x-tz-offset': '-5' } },
    });
  });

  it('refuses a path parameter that is missing, empty or a step', () => {
    const message = /^things_get: id must be a non-empty string/;
    expect(() => parseArguments(get, [])).toThrow(message);
    expect(() => parseArguments(get, [''])).toThrow(message);
    expect(() => parseArguments(get, ['.'])).toThrow(message);
    expect(() => parseArguments(get, ['..'])).toThrow(message);
    expect(() => parseArguments(get, [7])).toThrow(message);
    expect(() => parseArguments(get, [{ id: 'a' }])).toThrow(TypeError);
  });

  it('refuses a body that is no object', () => {
    expect(() => parseArguments(update, ['a', 'b'])).toThrow(/^parts_update: body must be an object/);
    expect(() => parseArguments(update, ['a', 'b', 'text'])).toThrow(TypeError);
    expect(() => parseArguments(update, ['a', 'b', []])).toThrow(TypeError);
  });

  it('refuses a filter that would get lost, where a write without it would reach everything', () => {
    const bulk: Operation = { id: 'things_bulk_update', method: 'PUT', path: '/thing/', body: true };
    const message = /^things_bulk_update: id__in must be a value or a non-empty list/;
    expect(() => parseArguments(bulk, [{}, { id__in: [] }])).toThrow(message);
    expect(() => parseArguments(bulk, [{}, { date__lt: new Date(0) }])).toThrow(/date__lt must be/);
    const loose = { id__in: ['a'], view: 'inbox', lead_id: null, date: undefined };
    expect(parseArguments(bulk, [{}, { ...loose, fields: [] }]).query).toEqual({ ...loose, _fields: [] });
    expect(parseArguments(get, ['a', { id__in: [] }]).query).toEqual({ id__in: [] });
  });

  it('refuses options that are none', () => {
    expect(() => parseArguments(get, ['a', 'b'])).toThrow(/^things_get: options must be an object/);
    expect(() => parseArguments(get, ['a', {}, {}])).toThrow(/too many arguments/);
    expect(() => parseArguments(get, ['a', { timeoutMs: 0 }])).toThrow(/timeoutMs/);
    expect(() => parseArguments(get, ['a', { timeoutMs: Number.NaN }])).toThrow(/timeoutMs/);
    expect(() => parseArguments(get, ['a', { signal: new AbortController() }])).toThrow(/signal/);
  });
});
