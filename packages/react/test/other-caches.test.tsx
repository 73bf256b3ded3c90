// Apps may use more than one QueryClient: the wall between scopes stands in each of them.

import { createSandbox } from '@closekit/sandbox';
import {
  keepPreviousData,
  QueryClient,
  QueryClientProvider,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-react';
import { useCloseAuth, useCloseQuery, useCloseQueryOptions } from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import { closeWrapper } from './render-close.tsx';

const others = new QueryClient();
const placeholder = { placeholderData: keepPreviousData };

interface Rows {
  readonly data: readonly { readonly organization_id?: string | undefined }[];
}

const ownerIn = (rows: Rows | undefined): string => rows?.data[0]?.organization_id ?? 'nothing';

function OtherClient() {
  const q = useCloseQueryOptions();
  return <Shown>{ownerIn(useQuery({ ...q.leads.list({ _limit: 1 }), ...placeholder }, others).data)}</Shown>;
}

function OtherClientOfPages() {
  const q = useCloseQueryOptions();
  const { data } = useInfiniteQuery({ ...q.infinite.leads.list({ _limit: 1 }), ...placeholder }, others);
  return <Shown>{ownerIn(data?.pages[0])}</Shown>;
}

function Hooked() {
  return <Shown>{ownerIn(useCloseQuery((q) => q.leads.list({ _limit: 1 }), placeholder).data)}</Shown>;
}

function NestedProvider() {
  return (
    <QueryClientProvider client={others}>
      <Hooked />
    </QueryClientProvider>
  );
}

const records: string[] = [];

function Shown({ children }: { children: string }) {
  const auth = useCloseAuth();
  const on = auth.status === 'signed-in' ? auth.organization.id : auth.status;
  records.push(`${on} shows ${children}`);
  return <p>{`${on} shows ${children}`}</p>;
}

function Controls({ to }: { to: string }) {
  const auth = useCloseAuth();
  return (
    <>
      <button onClick={() => void auth.switchOrganization(to)}>switch</button>
      <button onClick={() => void auth.signOut()}>sign out</button>
    </>
  );
}

const pages: readonly (readonly [string, () => ReactNode])[] = [
  ['useQuery', OtherClient],
  ['useInfiniteQuery', OtherClientOfPages],
  ['our own hook below another provider', NestedProvider],
];

describe.each(pages)('another QueryClient in %s', (_name, Page) => {
  it.each([true, false])('shows no rows of another organization, initialSession: %s', async (isKnown) => {
    const sandbox = createSandbox({ leads: 4 });
    const [first = '', second = ''] = sandbox.organizations.map(({ id }) => id);
    const { client, fetch, session } = createTestBackend({ sandbox, otherOrganizationIds: [second] });
    records.length = 0;
    const initialSession = isKnown ? session : undefined;
    const wrapper = closeWrapper({ client, fetch, initialSession });
    const screen = await render(
      <>
        <Controls to={second} />
        <Page />
      </>,
      { wrapper },
    );
    await expect.element(screen.getByText(`${first} shows ${first}`)).toBeVisible();
    await screen.getByRole('button', { name: 'switch' }).click();
    await expect.element(screen.getByText(`${second} shows ${second}`)).toBeVisible();
    await screen.getByRole('button', { name: 'sign out' }).click();
    await expect.element(screen.getByText('signed-out shows nothing')).toBeVisible();
    const foreign = records.filter((record) => {
      const [on, owner] = record.split(' shows ');
      return owner !== 'nothing' && owner !== on;
    });
    expect(foreign).toEqual([]);
    expect(others.getQueriesData({}).flatMap(([, data]) => data ?? [])).toEqual([]);
  });
});
