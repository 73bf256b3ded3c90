import { describe, expect, it } from 'vitest';
import { meetsFilter } from './meets-filter.ts';

const event = {
  changed_fields: ['status_id'],
  data: { status_type: 'won', note: 'Second site', lead_id: null },
};

describe('meetsFilter', () => {
  it('resolves field accessors', () => {
    const won = { type: 'equals', value: 'won' } as const;
    const status = { type: 'field_accessor', field: 'status_type', filter: won } as const;
    expect(meetsFilter({ type: 'field_accessor', field: 'data', filter: status }, event)).toBe(true);
    expect(meetsFilter(status, event)).toBe(false);
    expect(meetsFilter({ type: 'field_accessor', field: 'data', filter: status }, { data: null })).toBe(
      false,
    );
  });

  it('matches in lists and texts', () => {
    const filter = { type: 'equals', value: 'status_id' } as const;
    expect(meetsFilter({ type: 'any_array_value', filter }, event.changed_fields)).toBe(true);
    expect(meetsFilter({ type: 'any_array_value', filter }, 'status_id')).toBe(false);
    expect(meetsFilter({ type: 'contains', value: 'status_id' }, event.changed_fields)).toBe(true);
    expect(meetsFilter({ type: 'contains', value: 'site' }, event.data.note)).toBe(true);
  });

  it('combines and negates', () => {
    const missing = { type: 'is_null' } as const;
    const there = { type: 'non_null' } as const;
    expect(meetsFilter({ type: 'and', filters: [missing, there] }, null)).toBe(false);
    expect(meetsFilter({ type: 'or', filters: [missing, there] }, null)).toBe(true);
    expect(meetsFilter({ type: 'not', filter: missing }, undefined)).toBe(false);
    expect(meetsFilter({ type: 'not_equals', value: 1 }, 2)).toBe(true);
  });
});
