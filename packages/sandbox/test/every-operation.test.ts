import { describe, expect, it } from 'vitest';
import { walkOperations } from './walk/walk-operations.ts';

const walk = walkOperations();

/** The operations that answer 501: Close does not document their responses. */
const unserved: readonly string[] = ['reporting_get_custom'];

/** What Close derives, or the sandbox does with it. */
const derived = [
  'POST /status/opportunity/ status_type', // is returned as `type`
  'POST /lead/ custom.cf_…', // a single value of a list
  'POST /opportunity/ note_html', // has a body element
  'POST /activity/email/ status', // an email in the outbox counts as sent
  'POST /activity/note/ note_html',
  'POST /activity/sms/ status',
  'POST /membership/ email', // is that of the user
  'GET /sequence_subscription/{id}/ status', // has finished by then
  'PUT /lead/{id}/ custom.cf_…', // one value is added in the same request
  'PUT /lead/{id}/ custom.cf_….add',
  'PUT /activity/note/{id}/ note_html',
];

describe('every operation of the document', () => {
  it('is served with state, except for these', async () => {
    const found = await walk;
    expect(found.failed).toEqual([]);
    expect(found.unserved).toEqual(unserved);
    expect(found.served.length).toBeGreaterThanOrEqual(285);
  });

  it('returns what was written, except for what is derived', async () => {
    expect((await walk).differing).toEqual(derived);
  });

  it('lists what was created, and no longer has what was deleted', async () => {
    expect((await walk).lost).toEqual([]);
  });

  it('refuses a body that its schema refuses', async () => {
    expect((await walk).accepted).toEqual([]);
  });

  it('responds as its schema says', async () => {
    expect((await walk).invalid).toEqual([]);
  });
});
