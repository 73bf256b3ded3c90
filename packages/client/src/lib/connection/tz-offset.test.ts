import { describe, expect, it } from 'vitest';
import { leadsGet } from '../../generated/operations.ts';
import { json, stubFetch } from '../../../test/stub-fetch.ts';
import { bearer } from '../auth/bearer.ts';
import { createCloseConnection } from './create-close-connection.ts';
import { tzOffset } from './tz-offset.ts';

const winter = Date.UTC(2026, 0, 15);
const summer = Date.UTC(2026, 6, 15);
const offset = (zone?: string, at?: number) => tzOffset(zone, at)['x-tz-offset'];

describe('tzOffset', () => {
  it('is in hours, as the clocks of the zone are at that moment', () => {
    expect(offset('America/New_York', winter)).toBe('-5.0');
    expect(offset('America/New_York', summer)).toBe('-4.0');
    expect(offset('Asia/Kolkata', winter)).toBe('5.5');
    expect(offset('Asia/Kathmandu', winter)).toBe('5.75');
    expect(offset('America/St_Johns', winter)).toBe('-3.5');
    expect(offset('UTC', winter)).toBe('0.0');
  });

  it('is that of this machine by default', () => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    expect(offset(undefined, summer)).toBe(offset(timeZone, summer));
    expect(offset(undefined, winter)).toBe(offset(timeZone, winter));
  });

  it('is a header of every call, or of one', async () => {
    const server = stubFetch(json({}), json({}));
    const headers = tzOffset('Europe/Berlin', winter);
    const close = createCloseConnection({ auth: bearer('t'), fetch: server.fetch, headers });
    await leadsGet(close, 'lead_1');
    await leadsGet(close, 'lead_1', { headers: tzOffset('Europe/Berlin', summer) });
    expect(server.seen.map((request) => request.headers.get('x-tz-offset'))).toEqual(['1.0', '2.0']);
  });

  it('refuses a zone that does not exist, and a time that is none', () => {
    const zone = "tzOffset: `timeZone` must be the name of a time zone, such as 'Europe/Berlin'.";
    expect(() => tzOffset('Mars/Olympus')).toThrow(new TypeError(zone));
    expect(() => tzOffset('UTC', Number.NaN)).toThrow(
      new TypeError('tzOffset: `at` must be a time in milliseconds.'),
    );
  });
});
