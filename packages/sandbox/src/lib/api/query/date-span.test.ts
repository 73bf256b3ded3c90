import { describe, expect, it } from 'vitest';
import { addUnits, readSpan } from './date-span.ts';

const now = Date.UTC(2026, 10, 25, 3, 30); // a Wednesday
const utc = { now, timeZoneMs: 0 };
const newYork = { now, timeZoneMs: -5 * 3_600_000 }; // still Tuesday

function spanOf(text: string, zone = utc): string[] {
  const span = readSpan(text, zone);
  return span === undefined
    ? []
    : [span.start, span.end].map((ms) => new Date(ms).toISOString().slice(0, 19));
}

describe('readSpan', () => {
  it.each([
    ['today', '2026-11-25T00:00:00', '2026-11-26T00:00:00'],
    ['Yesterday', '2026-11-24T00:00:00', '2026-11-25T00:00:00'],
    ['tomorrow', '2026-11-26T00:00:00', '2026-11-27T00:00:00'],
    ['this week', '2026-11-23T00:00:00', '2026-11-30T00:00:00'],
    ['last month', '2026-10-01T00:00:00', '2026-11-01T00:00:00'],
    ['next quarter', '2027-01-01T00:00:00', '2027-04-01T00:00:00'],
    ['last-year', '2025-01-01T00:00:00', '2026-01-01T00:00:00'],
    ['30 days ago', '2026-10-26T00:00:00', '2026-10-27T00:00:00'],
    ['a week ago', '2026-11-18T00:00:00', '2026-11-19T00:00:00'],
    ['in 2 weeks', '2026-12-09T00:00:00', '2026-12-10T00:00:00'],
    ['2 hours ago', '2026-11-25T01:30:00', '2026-11-25T01:30:00'],
    ['2026', '2026-01-01T00:00:00', '2027-01-01T00:00:00'],
    ['2026-02', '2026-02-01T00:00:00', '2026-03-01T00:00:00'],
    ['2026-02-28', '2026-02-28T00:00:00', '2026-03-01T00:00:00'],
    ['2026-02-28T23:59', '2026-02-28T23:59:00', '2026-03-01T00:00:00'],
    ['2026-02-28 10:00:00.5', '2026-02-28T10:00:00', '2026-02-28T10:00:01'],
    ['2026-02-28T10:00:00+02:00', '2026-02-28T08:00:00', '2026-02-28T08:00:01'],
    ['2026-02-28T10:00:00 02:00', '2026-02-28T08:00:00', '2026-02-28T08:00:01'],
    ['2026-02-28T10:00Z', '2026-02-28T10:00:00', '2026-02-28T10:01:00'],
  ])('reads %s', (text, start, end) => {
    expect(spanOf(text)).toEqual([start, end]);
  });

  it('reads days and times in the time zone of the caller', () => {
    expect(spanOf('today', newYork)).toEqual(['2026-11-24T05:00:00', '2026-11-25T05:00:00']);
    expect(spanOf('2026-11-24', newYork)).toEqual(['2026-11-24T05:00:00', '2026-11-25T05:00:00']);
    expect(spanOf('2026-11-24T10:00', newYork)).toEqual(['2026-11-24T15:00:00', '2026-11-24T15:01:00']);
    expect(spanOf('2026-11-24T10:00Z', newYork)).toEqual(['2026-11-24T10:00:00', '2026-11-24T10:01:00']);
    expect(spanOf('1 day ago', newYork)).toEqual(['2026-11-23T05:00:00', '2026-11-24T05:00:00']);
  });

  it.each([
    'someday',
    '2026-02-30',
    '2026-13',
    '2026-02-28T25:00',
    '30',
    'days ago',
    'in 3 days ago',
    'last',
    '',
  ])('does not read %s', (text) => {
    expect(readSpan(text, utc)).toBeUndefined();
  });
});

describe('addUnits', () => {
  it('ends in the last day of a shorter month', () => {
    expect(addUnits(Date.UTC(2026, 2, 31), 'month', -1)).toBe(Date.UTC(2026, 1, 28));
    expect(addUnits(Date.UTC(2024, 1, 29), 'year', 1)).toBe(Date.UTC(2025, 1, 28));
    expect(addUnits(Date.UTC(2026, 10, 30), 'quarter', 1)).toBe(Date.UTC(2027, 1, 28));
  });
});
