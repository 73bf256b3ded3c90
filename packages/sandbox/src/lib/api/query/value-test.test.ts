import { describe, expect, it } from 'vitest';
import { createWorld } from '../../seed/create-world.ts';
import type { QueryContext } from './row-query.ts';
import { resolveMoment as resolveIn } from './value-test.ts';

const fixedNow = Date.UTC(2026, 10, 25, 15, 30); // a Wednesday

const { user, organizations } = createWorld({ seed: 1, leads: 0, now: fixedNow });

function contextAt(timeZoneMs = 0): QueryContext {
  const [data] = organizations;
  if (data === undefined) throw new Error('The first organization is there');
  return { data, user, now: fixedNow, timeZoneMs, isStrict: true, problems: [] };
}

function resolveMoment(moment: unknown, now: number, timeZoneMs = 0): number {
  return resolveIn(moment, { ...contextAt(timeZoneMs), now });
}

function edges(range: string): [string, string] {
  const at = (which: string) =>
    new Date(
      resolveMoment({ type: 'start_end_of_predefined_relative_period', range, which }, fixedNow),
    ).toISOString();
  return [at('start').slice(0, 10), at('end').slice(0, 10)];
}

describe('resolveMoment', () => {
  it('resolves periods by name', () => {
    expect(edges('today')).toEqual(['2026-11-25', '2026-11-26']);
    expect(edges('yesterday')).toEqual(['2026-11-24', '2026-11-25']);
    expect(edges('this-week')).toEqual(['2026-11-23', '2026-11-30']);
    expect(edges('last-week')).toEqual(['2026-11-16', '2026-11-23']);
    expect(edges('this-month')).toEqual(['2026-11-01', '2026-12-01']);
    expect(edges('last-quarter')).toEqual(['2026-07-01', '2026-10-01']);
    expect(edges('last-year')).toEqual(['2025-01-01', '2026-01-01']);
  });

  it('resolves offsets from another moment, and rounds them to the start or end of the day', () => {
    const ago = {
      type: 'offset',
      direction: 'past',
      moment: { type: 'now' },
      offset: { months: 1, days: 2 },
    };
    expect(resolveMoment(ago, fixedNow)).toBe(Date.UTC(2026, 9, 23, 15, 30));
    expect(resolveMoment({ ...ago, which_day_end: 'start' }, fixedNow)).toBe(Date.UTC(2026, 9, 23));
    expect(resolveMoment({ ...ago, which_day_end: 'end' }, fixedNow)).toBe(Date.UTC(2026, 9, 24));
  });

  it('resolves fixed moments', () => {
    expect(resolveMoment({ type: 'fixed_utc', value: '2026-01-01T00:00:00Z' }, fixedNow)).toBe(
      Date.UTC(2026, 0),
    );
    const day = { type: 'fixed_local_date', value: '2026-01-01', which: 'end' };
    expect(resolveMoment(day, fixedNow)).toBe(Date.UTC(2026, 0, 2));
  });

  it('resolves days in the time zone of the caller', () => {
    const tokyoMs = 9 * 3_600_000;
    const thursday = Date.UTC(2026, 10, 25, 15);
    const day = { type: 'fixed_local_date', value: '2026-11-26', which: 'start' };
    const today = { type: 'start_end_of_predefined_relative_period', range: 'today', which: 'start' };
    expect(resolveMoment(day, fixedNow, tokyoMs)).toBe(thursday);
    expect(resolveMoment(today, fixedNow, tokyoMs)).toBe(thursday);
  });

  it.each([
    { type: 'someday' },
    { type: 'start_end_of_predefined_relative_period', range: 'next-decade', which: 'start' },
    { type: 'fixed_utc', value: 'someday' },
    { type: 'fixed_local_date', value: '2026-02-30', which: 'start' },
    'someday',
  ])('notes moments that it does not understand: %j', (moment) => {
    const context = contextAt();
    expect(resolveIn(moment, context)).toBeNaN();
    expect(context.problems).toEqual([
      { field: 'query', message: `The sandbox does not understand the moment ${JSON.stringify(moment)}.` },
    ]);
  });
});
