import { CloseApiError, isCloseApiError } from '@closekit/client';
import type { CloseClient } from '@closekit/client';
import { MutationObserver, onlineManager, QueryClient, QueryObserver } from '@tanstack/react-query';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCloseQueryOptions } from '../queries/create-close-query-options.ts';
import { optimistic } from './optimistic.ts';
import { withCache } from './with-cache.ts';

type Fault = 'none' | 'limited' | 'refused' | 'lost';

/** One edit of a page: when it begins, as which kind of mutation, and what happens to its requests. */
interface Edit {
  readonly entity: number;
  readonly afterMs: number;
  readonly kind: 'plain' | 'cached' | 'optimistic';
  readonly awaitRefetch: boolean;
  /** Whether TanStack Query sends it after the others of its scope. */
  readonly isScoped: boolean;
  /** The time that its `onMutate` takes. */
  readonly preparedMs: number;
  readonly faults: readonly Fault[];
  readonly answeredMs: number;
  /** Whether the network goes or comes back right before the edit. */
  readonly network: 'as it is' | 'on' | 'off';
}

const edits = fc.array(
  fc.record<Edit>({
    entity: fc.nat(2),
    afterMs: fc.nat(6),
    kind: fc.constantFrom('plain', 'cached', 'optimistic'),
    awaitRefetch: fc.boolean(),
    isScoped: fc.boolean(),
    preparedMs: fc.nat(6),
    faults: fc.array(fc.constantFrom<Fault>('none', 'limited', 'refused', 'lost'), { maxLength: 2 }),
    answeredMs: fc.nat(10),
    network: fc.constantFrom('as it is', 'as it is', 'as it is', 'on', 'off'),
  }),
  { minLength: 2, maxLength: 12 },
);

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const idOf = (entity: number) => `task_${entity}`;

interface Body {
  readonly text: string;
}

async function read<T>(select: () => T): Promise<T> {
  const data = select();
  await sleep(3);
  return data;
}

/** A server with three tasks. It handles a request when it arrives, and answers later. */
function createServer(plan: readonly Edit[]) {
  let time = 0;
  const stamp = () => ({ date_updated: `2026-01-01T00:00:00.${String((time += 1)).padStart(6, '0')}+00:00` });
  const tasks = new Map(
    [0, 1, 2].map((entity) => [idOf(entity), { id: idOf(entity), text: 'old', ...stamp() }]),
  );
  const applied = new Map<string, string[]>();
  const inFlight = new Map<string, number>();
  const faults = plan.map((edit) => [...edit.faults]);
  let mostInFlight = 0;

  async function update(id: string, { text }: Body): Promise<unknown> {
    const edit = plan[Number(text)];
    const count = (inFlight.get(id) ?? 0) + 1;
    mostInFlight = Math.max(mostInFlight, count);
    inFlight.set(id, count);
    const fault = faults[Number(text)]?.shift() ?? 'none';
    const isApplied = fault === 'none' || fault === 'lost';
    const task = { id, text, ...stamp() };
    if (isApplied) tasks.set(id, task);
    if (isApplied) applied.set(id, [...(applied.get(id) ?? []), text]);
    await sleep(edit?.answeredMs ?? 0);
    inFlight.set(id, count - 1);
    if (fault === 'none') return task;
    if (fault === 'limited')
      throw new CloseApiError('rate_limited', 'too many', { attempts: 1, retryAfterMs: 7 });
    throw new CloseApiError(fault === 'lost' ? 'network' : 'invalid_request', fault);
  }

  const client = {
    auth: {},
    tasks: {
      update,
      get: (id: string) => read(() => tasks.get(id)),
      list: () => read(() => ({ data: [...tasks.values()] })),
    },
  };
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the part of a client that the options call
    client: client as unknown as CloseClient,
    tasks,
    applied,
    most: () => mostInFlight,
  };
}

/** Runs the edits of a page, and returns what it shows in the end. */
async function runPage(plan: readonly Edit[]) {
  const server = createServer(plan);
  const queryClient = new QueryClient();
  const queries = createCloseQueryOptions(server.client, {
    session: { organization: { id: 'orga_1' }, user: { id: 'user_1' } },
  });
  queryClient.mount();
  const list = new QueryObserver(queryClient, queries.tasks.list());
  const tasks = [0, 1, 2].map((entity) => new QueryObserver(queryClient, queries.tasks.get(idOf(entity))));
  const leave = [list, ...tasks].map((observer) => observer.subscribe(() => undefined));
  await vi.advanceTimersByTimeAsync(10);
  const shown = () => [list, ...tasks].map((observer) => observer.getCurrentResult().data);
  /** What the page shows of one task, in the list and by itself. */
  const textsOf = (entity: number) => [
    list.getCurrentResult().data?.data[entity]?.text,
    tasks[entity]?.getCurrentResult().data?.text,
  ];
  const outcomes = new Map<string, string>();
  const early: string[] = [];
  const wasOffline = plan.some(({ network }) => network === 'off');

  for (const [index, edit] of plan.entries()) {
    await vi.advanceTimersByTimeAsync(edit.afterMs);
    if (edit.network !== 'as it is') onlineManager.setOnline(edit.network === 'on');
    const { mutationFn, mutationKey, retry, retryDelay } = queries.mutations.tasks.update();
    const onMutate = () => sleep(edit.preparedMs);
    const scope = edit.isScoped && { scope: { id: 'page' } };
    const write = { mutationKey, mutationFn, retry, retryDelay };
    const cached = edit.kind === 'optimistic' ? optimistic(write) : write;
    const { awaitRefetch } = edit;
    const options =
      edit.kind === 'plain'
        ? { ...write, onMutate, ...scope }
        : withCache(queryClient, { ...cached, onMutate, awaitRefetch, ...scope });
    const text = String(index);
    const run = async () => {
      const variables = { id: idOf(edit.entity), body: { text } };
      try {
        await new MutationObserver(queryClient, options).mutate(variables);
        outcomes.set(text, 'done');
        const waits = edit.kind !== 'plain' && edit.awaitRefetch && !wasOffline;
        // `old` is not a number, and older than every edit.
        if (waits && !textsOf(edit.entity).every((shownText) => Number(shownText) >= index)) early.push(text);
      } catch (error) {
        outcomes.set(text, isCloseApiError(error) ? error.code : String(error));
      }
    };
    void run();
  }
  onlineManager.setOnline(true);
  await vi.advanceTimersByTimeAsync(10_000);
  // What plain mutations have changed is read by the app itself.
  void queryClient.invalidateQueries();
  await vi.advanceTimersByTimeAsync(100);
  const result = { server, outcomes, early, shown: shown() };
  for (const stop of leave) stop();
  queryClient.unmount();
  queryClient.clear();
  return result;
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  onlineManager.setOnline(true);
});

describe('the writes of a page', () => {
  it('reach the server in the order of their calls, one at a time for each entity, and the last one stays', async () => {
    await fc.assert(
      fc.asyncProperty(edits, async (plan) => {
        const { server, outcomes, early, shown } = await runPage(plan);
        // Every write has an outcome: none blocks or drops another.
        expect([...outcomes.keys()].toSorted()).toEqual(plan.map((_, index) => String(index)).toSorted());
        expect(server.most()).toBeLessThanOrEqual(1);
        for (const entity of [0, 1, 2]) {
          const id = idOf(entity);
          const order = server.applied.get(id) ?? [];
          expect(order).toEqual(order.toSorted((a, b) => Number(a) - Number(b)));
          const sent = plan.flatMap((edit, index) => (edit.entity === entity ? [String(index)] : []));
          const last = sent.findLast((text) => ['done', 'network'].includes(outcomes.get(text) ?? ''));
          expect(server.tasks.get(id)?.text).toBe(last ?? 'old');
        }
        expect(early).toEqual([]);
        expect(shown).toEqual([{ data: [...server.tasks.values()] }, ...server.tasks.values()]);
      }),
      { seed: 7, numRuns: 150 },
    );
  });
});
