import { describe, expect, it } from 'vitest';
import type { CloseEvent } from '../../model/close-event.ts';
import { consolidate } from './record-events.ts';

const update: CloseEvent = {
  id: 'ev_1',
  object_type: 'lead',
  object_id: 'lead_1',
  lead_id: 'lead_1',
  action: 'updated',
  changed_fields: ['name'],
  data: { name: 'New' },
  previous_data: { name: 'Old' },
  organization_id: 'orga_1',
  user_id: 'user_1',
  request_id: null,
  api_key_id: null,
  oauth_client_id: null,
  oauth_scope: null,
  meta: {},
  date_created: '2026-11-23T12:00:00.000000',
  date_updated: '2026-11-23T12:00:00.000000',
};
const at = '2026-11-23T12:00:01.000000';
const next: CloseEvent = { ...update, id: 'ev_2', date_created: at, date_updated: at };

const idOf = (last: Partial<CloseEvent>, windowMs = 2000) =>
  consolidate(next, [{ ...update, ...last }], windowMs).id;

describe('consolidate', () => {
  it('takes only updates of the same object by the same user, within the window', () => {
    expect([
      idOf({}),
      idOf({ user_id: 'user_2' }),
      idOf({ object_id: 'lead_2' }),
      idOf({ action: 'created' }),
      idOf({}, 1000),
    ]).toEqual(['ev_1', 'ev_2', 'ev_2', 'ev_2', 'ev_2']);
  });

  it('does not pass over what another user did in between', () => {
    const other = { ...update, id: 'ev_0', user_id: 'user_2' };
    expect(consolidate(next, [update, other], 2000).id).toBe('ev_2');
  });
});
