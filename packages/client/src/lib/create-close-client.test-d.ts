// oxlint-disable vitest/expect-expect -- the compiler checks the expectations
import { describe, expectTypeOf, it } from 'vitest';
import { bearer, createCloseClient, debug, isCloseApiError, raw, watch } from '../index.ts';
import type {
  CloseApiError,
  CloseApiErrorCode,
  CloseCall,
  CloseList,
  CloseRequestEvent,
  TokenSource,
} from '../index.ts';
import type {
  Activity,
  Contact,
  CustomFieldValue,
  Lead,
  LeadPage,
  Pipeline,
  PipelineList,
} from '../generated/models.ts';
import { createCloseConnection, leadsGet, leadsList } from '../generated/operations.ts';

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
    void close.leads.get('lead_1', { feilds: ['id'] });
    // @ts-expect-error no such field to select
    void close.leads.get('lead_1', { fields: ['nmae'] });
    // @ts-expect-error nothing can be selected here
    void close.leadStatuses.list({ fields: ['id'] });
    // @ts-expect-error a list is no number, nor is one of its values
    void close.activities.calls.list({ lead_id: 7 });
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

  it('take one value where Close takes a list', () => {
    void close.activities.calls.list({ lead_id: 'lead_1', id__in: ['acti_1', 'acti_2'] });
    const ids: readonly string[] = ['lead_1'];
    void close.activities.list({ lead_id: ids, _type: 'Note' });
    void raw(close).GET('/activity/call/', { params: { query: { lead_id: 'lead_1' } } });
  });

  it('take the options of a call', () => {
    void close.leads.list({ retry: false, totalTimeoutMs: 5_000, priority: 'bulk', fields: ['id'] });
    // @ts-expect-error no such priority
    void close.leads.list({ priority: 'high' });
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

describe('fields', () => {
  it('narrow the members of one object', async () => {
    const lead = await close.leads.get('lead_1', { fields: ['id', 'custom.cf_1'] });
    expectTypeOf(lead).toEqualTypeOf<Pick<Lead, 'id' | 'custom.cf_1'>>();
    expectTypeOf(lead.id).toBeString();
    expectTypeOf(lead['custom.cf_1']).toEqualTypeOf<CustomFieldValue | undefined>();
    // @ts-expect-error not selected
    void lead.name;
  });

  it('narrow the result of a write', async () => {
    const contact = await close.contacts.update('cont_1', { title: null }, { fields: ['title'] });
    expectTypeOf(contact).toEqualTypeOf<Pick<Contact, 'title'>>();
  });

  it('narrow the items of a list and of its pages', async () => {
    const { signal } = new AbortController();
    const leads = close.leads.list({ query: 'x', fields: ['id', 'name'], signal });
    for await (const lead of leads) expectTypeOf(lead).toEqualTypeOf<Pick<Lead, 'id' | 'name'>>();
    expectTypeOf((await leads).data).toEqualTypeOf<Pick<Lead, 'id' | 'name'>[]>();
    expectTypeOf((await leads).has_more).toBeBoolean();
  });

  it('narrow every shape of a union, which stays a union', async () => {
    for await (const activity of close.activities.list({ fields: ['_type', 'note_html', 'id'] })) {
      expectTypeOf(activity.id).toBeString();
      // @ts-expect-error not every activity has one
      void activity.note_html;
      // oxlint-disable-next-line no-underscore-dangle -- Close's own name
      if (activity._type === 'Note') expectTypeOf(activity.note_html).toBeString();
      // @ts-expect-error not selected
      void activity.lead_id;
    }
    expectTypeOf<Activity['_type']>().toExtend<string>();
  });

  it('must be known: a list of any names goes under the wire name', () => {
    const names: string[] = ['id'];
    // @ts-expect-error which of them are members is not known
    void close.leads.get('lead_1', { fields: names });
    expectTypeOf(close.leads.get('lead_1', { _fields: names })).toEqualTypeOf<CloseCall<Lead>>();
    const options = { fields: ['id' as const] };
    expectTypeOf(close.leads.get('lead_1', options)).toEqualTypeOf<CloseCall<Pick<Lead, 'id'>>>();
  });

  it('leave lists without fields unchanged', async () => {
    expectTypeOf(await close.pipelines.list()).toEqualTypeOf<PipelineList>();
    expectTypeOf<PipelineList['data']>().toEqualTypeOf<Pipeline[]>();
  });
});

describe('functions', () => {
  it('take a connection or a client first, and are typed like the tree', () => {
    const connection = createCloseConnection({ auth: bearer('t') });
    expectTypeOf(leadsGet(connection, 'lead_1')).toEqualTypeOf<CloseCall<Lead>>();
    expectTypeOf(leadsList(close, { _limit: 5 })).toEqualTypeOf<CloseList<Lead, LeadPage>>();
    expectTypeOf(leadsGet(close, 'lead_1', { fields: ['id'] })).toEqualTypeOf<CloseCall<Pick<Lead, 'id'>>>();
    // @ts-expect-error no connection
    void leadsGet('lead_1');
    // @ts-expect-error the operations of the tree are not part of a connection
    void connection.leads;
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

  it('are promises', () => {
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
  it('accepts any object with the two methods', () => {
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

describe('raw', () => {
  it('is typed by the paths', () => {
    void raw(close).GET('/lead/{id}/', { params: { path: { id: 'lead_1' } } });
    // @ts-expect-error no such path
    void raw(close).GET('/leed/{id}/', { params: { path: { id: 'lead_1' } } });
  });
});

describe('watch', () => {
  it('knows the events of its hooks', () => {
    watch(close, {
      onCall: ({ group }) => expectTypeOf(group).toEqualTypeOf<string>(),
      onRequest: (event) => expectTypeOf(event).toEqualTypeOf<CloseRequestEvent>(),
      onResponse: ({ status }) => expectTypeOf(status).toEqualTypeOf<number>(),
      onRetry: async ({ error }) => expectTypeOf(error).toEqualTypeOf<CloseApiError | undefined>(),
      onRateLimit: ({ remaining }) => expectTypeOf(remaining).toEqualTypeOf<number | undefined>(),
      onError: ({ error }) => expectTypeOf(error).toEqualTypeOf<CloseApiError>(),
    });
    watch(createCloseConnection({ auth: bearer('t') }), debug(console));
    // @ts-expect-error no such hook
    watch(close, { onReply: () => {} });
    // @ts-expect-error a hook is a function
    watch(close, { onError: 'log' });
  });
});
