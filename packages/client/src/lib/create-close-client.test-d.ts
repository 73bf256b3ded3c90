// oxlint-disable vitest/expect-expect -- here the compiler is what expects
import { describe, expectTypeOf, it } from 'vitest';
import {
  bearer,
  createCloseClient,
  isCloseApiError,
  type CloseApiError,
  type CloseApiErrorCode,
  type CloseCall,
  type CloseList,
  type Lead,
  type LeadPage,
  type TokenSource,
} from '../index.ts';

const close = createCloseClient({ auth: bearer('t') });

describe('operations', () => {
  it('take path parameters, then the body, then one options object', () => {
    const { signal } = new AbortController();
    expectTypeOf(close.leads.get('lead_1', { _fields: ['id', 'name'], signal })).toEqualTypeOf<
      CloseCall<Lead>
    >();
    expectTypeOf(close.leads.update('lead_1', { name: 'Acme' }, { timeoutMs: 5 })).toEqualTypeOf<
      CloseCall<Lead>
    >();
    expectTypeOf(close.leads.list({ query: 'x', _limit: 50 })).toEqualTypeOf<CloseList<Lead, LeadPage>>();
    expectTypeOf(close.activities.notes.create({ lead_id: 'lead_1', note: 'Hi' })).resolves.toHaveProperty(
      'note',
    );
  });

  it('refuse wrong input', () => {
    // @ts-expect-error an identifier is text
    void close.leads.get(7);
    // @ts-expect-error the identifier is missing
    void close.leads.get();
    // @ts-expect-error no such parameter
    void close.leads.get('lead_1', { fields: ['id'] });
    // @ts-expect-error a limit is a number
    void close.leads.list({ _limit: 'many' });
    // @ts-expect-error the body is missing
    void close.leads.update('lead_1');
    // @ts-expect-error no such field
    void close.leads.update('lead_1', { nmae: 'Acme' });
    // @ts-expect-error a name is text
    void close.leads.create({ name: 7 });
    // @ts-expect-error no such operation
    void close.leads.find;
    // @ts-expect-error a pipeline list has one page
    void close.pipelines.list().pages;
  });

  it('take custom fields by their key, and only those', () => {
    void close.leads.update('lead_1', {
      'custom.cf_1': 'blue',
      'custom.cf_2': ['a', 'b'],
      'custom.cf_3': null,
    });
    // @ts-expect-error a custom field has no objects
    void close.leads.update('lead_1', { 'custom.cf_1': { blue: true } });
    // @ts-expect-error not a custom field
    void close.leads.update('lead_1', { 'costum.cf_1': 'blue' });
  });
});

describe('results', () => {
  it('are the data when awaited', async () => {
    expectTypeOf(await close.leads.get('lead_1')).toEqualTypeOf<Lead>();
    expectTypeOf(await close.leads.delete('lead_1')).toEqualTypeOf<void>();
    expectTypeOf(await close.leads.list()).toEqualTypeOf<LeadPage>();
    expectTypeOf(await close.leads.list().toArray({ limit: 5 })).toEqualTypeOf<Lead[]>();
    for await (const lead of close.leads.list()) expectTypeOf(lead).toEqualTypeOf<Lead>();
    for await (const page of close.leads.list().pages()) expectTypeOf(page).toEqualTypeOf<LeadPage>();
  });

  it('narrow by ok', async () => {
    const result = await close.leads.get('lead_1').result();
    if (result.ok) expectTypeOf(result.data).toEqualTypeOf<Lead>();
    else expectTypeOf(result.error.code).toEqualTypeOf<CloseApiErrorCode>();
    // @ts-expect-error not known to be ok
    void result.data;
  });

  it('are promises to everybody who takes promises', () => {
    expectTypeOf(close.leads.get('lead_1')).toExtend<Promise<Lead>>();
  });
});

describe('errors', () => {
  it('narrow by the guard', () => {
    const caught: unknown = null;
    if (isCloseApiError(caught)) expectTypeOf(caught).toEqualTypeOf<CloseApiError>();
  });
});

describe('auth', () => {
  it('takes anything with the two methods', () => {
    const grant = {
      organizationId: 'orga_1',
      get: (options?: { signal?: AbortSignal }) => Promise.resolve(options?.signal?.aborted ? '' : 't'),
      peek: () => 't',
      invalidate: (token: string) => void token,
    };
    expectTypeOf(grant).toExtend<TokenSource>();
    createCloseClient({ auth: grant });
    // @ts-expect-error a token is no way to authenticate by itself
    createCloseClient({ auth: 't' });
    // @ts-expect-error auth is required
    createCloseClient({});
  });
});

describe('close.raw', () => {
  it('is typed by the paths', () => {
    void close.raw.GET('/lead/{id}/', { params: { path: { id: 'lead_1' } } });
    // @ts-expect-error no such path
    void close.raw.GET('/leed/{id}/', { params: { path: { id: 'lead_1' } } });
  });
});
