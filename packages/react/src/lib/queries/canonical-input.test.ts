import { describe, expect, it } from 'vitest';
import { canonicalInput } from './canonical-input.ts';

describe('canonicalInput', () => {
  it('sorts names and drops undefined values', () => {
    const input = canonicalInput({ query: 'x', _limit: 5, _skip: undefined });
    expect(JSON.stringify(input)).toBe('{"_limit":5,"query":"x"}');
  });

  it('sorts _fields, also those by type of object, and leaves other lists as they are', () => {
    const input = canonicalInput({
      _fields: ['name', 'id'],
      body: { _fields: { lead: ['name', 'id'] }, sort: ['b', 'a'] },
    });
    expect(input).toEqual({
      _fields: ['id', 'name'],
      body: { _fields: { lead: ['id', 'name'] }, sort: ['b', 'a'] },
    });
  });

  it('keeps two times apart, in their serialized form', () => {
    const input = canonicalInput({ body: { since: new Date(0) } });
    expect(input).toEqual({ body: { since: '1970-01-01T00:00:00.000Z' } });
  });

  it('omits the transport options', () => {
    const { signal } = new AbortController();
    expect(canonicalInput({ id: 'lead_1', signal, headers: { a: 'b' }, timeoutMs: 5 })).toEqual({
      id: 'lead_1',
    });
  });

  it('does not touch the input', () => {
    const input = { _fields: ['name', 'id'] };
    canonicalInput(input);
    expect(input).toEqual({ _fields: ['name', 'id'] });
  });
});
