import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventTime } from './event-time.ts';

const timeOf = (date_updated: unknown) => eventTime({ date_updated });

describe('eventTime', () => {
  it('writes every form of a time in UTC in the same way', () => {
    const forms = ['2026-11-30T14:00:00.250', '2026-11-30T14:00:00.250000', '2026-11-30T14:00:00.25Z'];
    forms.push('2026-11-30T14:00:00.250000+00:00');
    expect(forms.map(timeOf)).toEqual(forms.map(() => '2026-11-30T14:00:00.250000'));
    expect(timeOf('2026-11-30T14:00:00')).toBe('2026-11-30T14:00:00.000000');
  });

  it('reads no other value', () => {
    const others = [undefined, null, 5, '', 'yesterday', '2026-11-30', '2026-11-30T14:00:00+01:00', ['2026']];
    expect(others.map(timeOf)).toEqual(others.map(() => undefined));
  });

  it('sorts by time', () => {
    const time = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(time, time, fc.boolean(), (a, b, isShort) => {
        const write = (date: Date) => date.toISOString().replace(isShort ? '.000Z' : 'Z', '');
        const [one = '', other = ''] = [timeOf(write(a)), timeOf(b.toISOString())];
        expect(Math.sign(a.getTime() - b.getTime())).toBe(one < other ? -1 : Number(one > other));
      }),
    );
  });
});
