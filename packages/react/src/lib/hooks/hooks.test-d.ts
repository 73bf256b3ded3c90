import type { CloseApiError, CloseClient, RateLimit } from '@closekit/client';
import type { Lead, LeadPage, TaskPage } from '@closekit/client/models';
import {
  skipToken,
  useInfiniteQuery,
  useMutation,
  usePrefetchQuery,
  useQueries,
  useQuery,
  useSuspenseQuery,
} from '@tanstack/react-query';
import type {
  InfiniteData,
  QueryClient,
  UseInfiniteQueryOptions,
  UseQueryOptions,
  UseSuspenseInfiniteQueryOptions,
  UseSuspenseQueryOptions,
} from '@tanstack/react-query';
import { describe, expectTypeOf, it } from 'vitest';
import {
  createCloseQueryOptions,
  createNativePage,
  setFieldErrors,
  useCloseAuth,
  useCloseInfiniteQuery,
  optimistic,
  useCloseMutation,
  useCloseQueries,
  useCloseQuery,
  useCloseQueryOptions,
  useCloseRateLimit,
  useCloseSuspenseInfiniteQuery,
  useCloseSuspenseQueries,
  useCloseSuspenseQuery,
  usePrefetchCloseQuery,
} from '../../index.ts';
import type {
  CloseInfiniteQueries,
  ClosePage,
  CloseQueries,
  UseCloseInfiniteQueryOptions,
  UseCloseQueryOptions,
  UseCloseSuspenseInfiniteQueryOptions,
  UseCloseSuspenseQueryOptions,
} from '../../index.ts';

declare const client: CloseClient;
declare const queryClient: QueryClient;
declare function declaredId(): string | undefined;
/** As React Hook Form declares it for a form with these fields. */
declare function setErrorOfForm(
  name: 'name' | `contacts.${number}.name` | 'root' | `root.${string}`,
  error: { type?: 'required' | 'min' | (string & {}); message?: string; types?: object },
  options?: { shouldFocus: boolean },
): void;
/** As React Native declares it. */
declare const appState: {
  currentState: AppStateStatus;
  addEventListener(
    type: 'change' | 'memoryWarning' | 'blur' | 'focus',
    listener: (state: AppStateStatus) => void,
  ): { remove(): void };
};
type AppStateStatus = 'active' | 'background' | 'inactive' | 'unknown' | 'extension';
/** As `@react-native-community/netinfo` declares it. */
declare const netInfo: {
  addEventListener(listener: (state: NetInfoState) => void): () => void;
};
type NetInfoState =
  | { type: 'unknown'; isConnected: boolean | null; details: null }
  | { type: 'none'; isConnected: false; details: null }
  | { type: 'wifi'; isConnected: true; details: { strength: number | null } };

describe('useCloseQuery', () => {
  it('infers data and error', () => {
    const lead = useCloseQuery((q) => q.leads.get('lead_1'));
    expectTypeOf(lead.data).toEqualTypeOf<Lead | undefined>();
    expectTypeOf(lead.error).toEqualTypeOf<CloseApiError | null>();
  });

  it('infers the result of select', () => {
    const name = useCloseQuery((q) => q.leads.get('lead_1'), {
      select: (lead) => ({ shown: lead.display_name }),
    });
    expectTypeOf(name.data).toEqualTypeOf<{ shown: string | undefined } | undefined>();
  });

  it('narrows the data to the selected fields', () => {
    const lead = useCloseQuery((q) => q.leads.get('lead_1', { fields: ['id', 'name'] }));
    expectTypeOf(lead.data).toEqualTypeOf<Pick<Lead, 'id' | 'name'> | undefined>();
    const names = useCloseQuery((q) => q.leads.list({ fields: ['name'] }), {
      select: (page) => page.data.map((one) => one.name),
    });
    expectTypeOf(names.data).toEqualTypeOf<(string | null)[] | undefined>();
    const pages = useCloseInfiniteQuery((q) => q.leads.list({ fields: ['id'] }));
    expectTypeOf(pages.data?.pages[0]?.data).toEqualTypeOf<Pick<Lead, 'id'>[] | undefined>();
    // @ts-expect-error no such field
    useCloseQuery((q) => q.leads.get('lead_1', { fields: ['nmae'] }));
  });

  it('accepts the options of TanStack Query', () => {
    const leads = useCloseQuery((q) => q.leads.list(), {
      staleTime: 5_000,
      enabled: (query) => query.state.data === undefined,
    });
    expectTypeOf(leads.data).toEqualTypeOf<LeadPage | undefined>();
  });

  it('has options that fit those of TanStack Query', () => {
    type Key = readonly unknown[];
    type Pages = InfiniteData<LeadPage, number>;
    expectTypeOf<UseCloseQueryOptions<Lead, string>>().toExtend<
      Omit<UseQueryOptions<Lead, CloseApiError, string>, 'queryKey'>
    >();
    expectTypeOf<UseCloseSuspenseQueryOptions<Lead, string>>().toExtend<
      Omit<UseSuspenseQueryOptions<Lead, CloseApiError, string>, 'queryKey'>
    >();
    expectTypeOf<UseCloseInfiniteQueryOptions<LeadPage, number, Pages>>().toExtend<
      Partial<UseInfiniteQueryOptions<LeadPage, CloseApiError, Pages, Key, number>>
    >();
    expectTypeOf<UseCloseSuspenseInfiniteQueryOptions<LeadPage, number, Pages>>().toExtend<
      Partial<UseSuspenseInfiniteQueryOptions<LeadPage, CloseApiError, Pages, Key, number>>
    >();
  });

  it('refuses input that the operation does not have', () => {
    expectTypeOf<CloseQueries['leads']['get']>().parameter(0).toEqualTypeOf<string>();
    // @ts-expect-error a lead has an id
    useCloseQuery((q) => q.leads.get());
    // @ts-expect-error ids are strings
    useCloseQuery((q) => q.leads.get(1));
    // @ts-expect-error _limit is a number
    useCloseQuery((q) => q.leads.list({ _limit: 'ten' }));
    // @ts-expect-error there is no such parameter
    useCloseQuery((q) => q.leads.list({ limit: 10 }));
    // @ts-expect-error a signal does not belong into a key
    useCloseQuery((q) => q.leads.list({ signal: new AbortController().signal }));
    // @ts-expect-error a write is no query
    useCloseQuery((q) => q.leads.update());
    // @ts-expect-error the builder sets the key
    useCloseQuery((q) => q.leads.list(), { queryKey: ['leads'] });
  });
});

describe('useCloseQuery without a query', () => {
  const id: string | undefined = declaredId();

  it('infers the same types', () => {
    const lead = useCloseQuery((q) => (id === undefined ? undefined : q.leads.get(id)), {
      select: (found) => found.display_name,
    });
    expectTypeOf(lead.data).toEqualTypeOf<string | undefined>();
    const page = useCloseQuery((q) => (id === undefined ? skipToken : q.leads.list({ query: id })));
    expectTypeOf(page.data).toEqualTypeOf<LeadPage | undefined>();
    const pages = useCloseInfiniteQuery((q) => (id === undefined ? skipToken : q.leads.list({ query: id })));
    expectTypeOf(pages.data).toEqualTypeOf<InfiniteData<LeadPage, number> | undefined>();
  });

  it('does not take undefined in the suspense variant', () => {
    // @ts-expect-error it would suspend without an end
    const lead = useCloseSuspenseQuery((q) => (id === undefined ? undefined : q.leads.get(id)));
    expectTypeOf(lead).not.toBeAny();
  });
});

describe('useCloseQueries', () => {
  it('returns a tuple for a tuple', () => {
    const [lead, tasks] = useCloseQueries((q) => [q.leads.get('lead_1'), q.tasks.list()]);
    expectTypeOf(lead.data).toEqualTypeOf<Lead | undefined>();
    expectTypeOf(tasks.data).toEqualTypeOf<TaskPage | undefined>();
    expectTypeOf(tasks.error).toEqualTypeOf<CloseApiError | null>();
  });

  it('returns a list for a list', () => {
    const ids: readonly string[] = ['lead_1'];
    const leads = useCloseQueries((q) => ids.map((id) => q.leads.get(id)));
    expectTypeOf(leads[0]?.data).toEqualTypeOf<Lead | undefined>();
  });

  it('infers the result of combine', () => {
    const names = useCloseQueries((q) => [q.leads.get('lead_1'), q.tasks.list()], {
      combine: ([lead, tasks]) => ({ name: lead.data?.display_name, open: tasks.data?.data.length }),
    });
    expectTypeOf(names).toEqualTypeOf<{ name: string | undefined; open: number | undefined }>();
  });

  it('accepts other options beside those of the builder', () => {
    const [lead] = useCloseQueries((q) => [{ ...q.leads.get('lead_1'), staleTime: 5_000, enabled: false }]);
    expectTypeOf(lead.data).toEqualTypeOf<Lead | undefined>();
    // @ts-expect-error a write is no query
    useCloseQueries((q) => [q.leads.update()]);
    // @ts-expect-error combine does it
    useCloseQueries((q) => [{ ...q.leads.get('lead_1'), select: () => 'x' }]);
  });
});

describe('useCloseSuspenseQueries', () => {
  it('returns loaded data for a tuple and for a list', () => {
    const [lead, tasks] = useCloseSuspenseQueries((q) => [q.leads.get('lead_1'), q.tasks.list()]);
    expectTypeOf(lead.data).toEqualTypeOf<Lead>();
    expectTypeOf(tasks.data).toEqualTypeOf<TaskPage>();
    expectTypeOf(tasks.error).toEqualTypeOf<CloseApiError | null>();
    const ids: readonly string[] = ['lead_1'];
    const leads = useCloseSuspenseQueries((q) => ids.map((id) => q.leads.get(id)));
    expectTypeOf(leads[0]?.data).toEqualTypeOf<Lead | undefined>();
  });

  it('infers the result of combine', () => {
    const names = useCloseSuspenseQueries((q) => [q.leads.get('lead_1'), q.tasks.list()], {
      combine: ([lead, tasks]) => ({ name: lead.data.display_name, open: tasks.data.data.length }),
    });
    expectTypeOf(names).toEqualTypeOf<{ name: string | undefined; open: number }>();
  });

  it('accepts reads only', () => {
    expectTypeOf(useCloseSuspenseQueries((q) => [q.leads.get('lead_1')])).toBeArray();
    // @ts-expect-error a write is no query
    useCloseSuspenseQueries((q) => [q.leads.update()]);
    // @ts-expect-error it would suspend without an end
    useCloseSuspenseQueries((q) => [declaredId() === undefined ? skipToken : q.leads.get('lead_1')]);
    // @ts-expect-error combine does it
    useCloseSuspenseQueries((q) => [{ ...q.leads.get('lead_1'), select: () => 'x' }]);
  });
});

describe('usePrefetchCloseQuery', () => {
  it('accepts reads, paged lists and nothing', () => {
    const id = declaredId();
    expectTypeOf(usePrefetchCloseQuery((q) => (id === undefined ? undefined : q.leads.get(id)))).toBeVoid();
    usePrefetchCloseQuery((q) => (id === undefined ? skipToken : q.infinite.leads.list()));
    // @ts-expect-error a write is no query
    usePrefetchCloseQuery((q) => q.mutations.leads.update());
  });
});

describe('setFieldErrors', () => {
  it('accepts the setError of React Hook Form', () => {
    expectTypeOf(setFieldErrors(new Error('Of the app.'), setErrorOfForm)).toEqualTypeOf<boolean>();
  });
});

describe('createNativePage', () => {
  it('accepts AppState and NetInfo', () => {
    expectTypeOf(createNativePage({ appState, netInfo })).toEqualTypeOf<ClosePage>();
  });
});

describe('useCloseRateLimit', () => {
  it('may be undefined', () => {
    expectTypeOf(useCloseRateLimit()).toEqualTypeOf<RateLimit | undefined>();
  });
});

describe('useCloseSuspenseInfiniteQuery', () => {
  it('always has data', () => {
    const leads = useCloseSuspenseInfiniteQuery((q) => q.leads.list());
    expectTypeOf(leads.data).toEqualTypeOf<InfiniteData<LeadPage, number>>();
    const ids = useCloseSuspenseInfiniteQuery((q) => q.leads.list(), {
      select: ({ pages }) => pages.flatMap((page) => page.data.map((lead) => lead.id)),
    });
    expectTypeOf(ids.data).toEqualTypeOf<string[]>();
    // @ts-expect-error one lead is not a list
    useCloseSuspenseInfiniteQuery((q) => q.leads.get('lead_1'));
  });
});

describe('useCloseSuspenseQuery', () => {
  it('always has data', () => {
    expectTypeOf(useCloseSuspenseQuery((q) => q.leads.get('lead_1')).data).toEqualTypeOf<Lead>();
  });
});

describe('useCloseInfiniteQuery', () => {
  it('infers pages and page parameters', () => {
    const leads = useCloseInfiniteQuery((q) => q.leads.list());
    expectTypeOf(leads.data).toEqualTypeOf<InfiniteData<LeadPage, number> | undefined>();
    expectTypeOf(leads.error).toEqualTypeOf<CloseApiError | null>();
  });

  it('infers the result of select', () => {
    const ids = useCloseInfiniteQuery((q) => q.leads.list(), {
      select: ({ pages }) => pages.flatMap((page) => page.data.map((lead) => lead.id)),
    });
    expectTypeOf(ids.data).toEqualTypeOf<string[] | undefined>();
  });

  it('refuses operations without pages', () => {
    expectTypeOf<CloseInfiniteQueries['leads']>().not.toHaveProperty('get');
    // @ts-expect-error one lead is not a list
    useCloseInfiniteQuery((q) => q.leads.get('lead_1'));
  });
});

describe('useCloseMutation', () => {
  it('infers variables, data, error and the result of onMutate', () => {
    const rename = useCloseMutation((m) => m.leads.update(), {
      onMutate: ({ id }) => ({ undo: id }),
      onError: (error, _variables, undo) => {
        expectTypeOf(error).toEqualTypeOf<CloseApiError>();
        expectTypeOf(undo).toEqualTypeOf<{ undo: string } | undefined>();
      },
    });
    expectTypeOf(rename.data).toEqualTypeOf<Lead | undefined>();
    rename.mutate({ id: 'lead_1', body: { name: 'Wayne Enterprises' } });
  });

  it('types the entity and the variables of an optimistic write', () => {
    const rename = useCloseMutation((m) =>
      optimistic(m.leads.update(), (lead, { body }) => {
        expectTypeOf(lead).toEqualTypeOf<Lead>();
        return { ...lead, name: body.name ?? lead.name };
      }),
    );
    expectTypeOf(rename.data).toEqualTypeOf<Lead | undefined>();
    useCloseMutation((m) => optimistic(m.leads.delete()));
  });

  it('takes an optimistic write or another one, and names the change when it is wrong', () => {
    const isOptimistic: boolean = Math.random() > 0.5;
    const rename = useCloseMutation((m) => (isOptimistic ? optimistic(m.leads.update()) : m.leads.update()), {
      awaitRefetch: true,
    });
    expectTypeOf(rename.data).toEqualTypeOf<Lead | undefined>();
    useCloseMutation((m) => optimistic(m.leads.update(), undefined));
    // @ts-expect-error the change is a function
    useCloseMutation((m) => optimistic(m.leads.update(), 'yes'));
    useCloseMutation((m) =>
      // @ts-expect-error a lead has no function as its name
      optimistic(m.leads.update(), (lead) => ({ ...lead, name: () => 'Wayne' })),
    );
    // @ts-expect-error there is no such option
    useCloseMutation((m) => m.leads.update(), { optimistic: true });
  });

  it('passes as options of useMutation', () => {
    const rename = useMutation(useCloseQueryOptions().mutations.leads.update());
    expectTypeOf(rename.data).toEqualTypeOf<Lead | undefined>();
    expectTypeOf(rename.error).toEqualTypeOf<CloseApiError | null>();
  });

  it('refuses variables that the operation does not have', () => {
    const rename = useCloseMutation((m) => m.leads.update());
    expectTypeOf(rename.mutate).parameter(0).toHaveProperty('id');
    // @ts-expect-error which lead?
    rename.mutate({ body: { name: 'Wayne Enterprises' } });
    // @ts-expect-error a name is a string
    rename.mutate({ id: 'lead_1', body: { name: 5 } });
  });
});

describe('useCloseAuth', () => {
  it('narrows on the status', () => {
    const auth = useCloseAuth();
    expectTypeOf(auth.signIn).toBeFunction();
    if (auth.status === 'signed-in') {
      expectTypeOf(auth.refreshing).toEqualTypeOf<boolean>();
      expectTypeOf(auth.organization.name).toEqualTypeOf<string>();
    }
    // @ts-expect-error there may be no user
    void auth.organization.name;
  });
});

describe('createCloseQueryOptions', () => {
  it('requires a session, which may be missing, and no organization alone', () => {
    const session = { organization: { id: 'orga_1' }, user: { id: 'user_1' } };
    expectTypeOf(createCloseQueryOptions(client, { session }).leads.get).toBeFunction();
    // @ts-expect-error which session?
    createCloseQueryOptions(client, {});
    // @ts-expect-error which user?
    createCloseQueryOptions(client, { session: { organization: { id: 'orga_1' } } });
  });

  const queries = createCloseQueryOptions(client, { session: undefined });

  it('returns options for the hooks of TanStack Query', () => {
    const lead = queries.leads.get('lead_1');
    expectTypeOf(useQuery(lead).data).toEqualTypeOf<Lead | undefined>();
    expectTypeOf(useQuery(lead).error).toEqualTypeOf<CloseApiError | null>();
    expectTypeOf(useSuspenseQuery(lead).data).toEqualTypeOf<Lead>();
    expectTypeOf(useQuery({ ...lead, select: ({ id }) => id }).data).toEqualTypeOf<string | undefined>();
    expectTypeOf(useInfiniteQuery(queries.infinite.leads.list()).data?.pages).toEqualTypeOf<
      LeadPage[] | undefined
    >();
    const [first] = useQueries({ queries: [lead] });
    expectTypeOf(first.data).toEqualTypeOf<Lead | undefined>();
    expectTypeOf(queryClient.query(lead)).resolves.toEqualTypeOf<Lead>();
    usePrefetchQuery(lead);
  });

  it('returns keys that are tagged with the type of their data', () => {
    const { queryKey } = queries.leads.get('lead_1');
    expectTypeOf(queryClient.getQueryData(queryKey)).toEqualTypeOf<Lead | undefined>();
    // @ts-expect-error no lead
    queryClient.setQueryData(queryKey, 5);
  });
});
