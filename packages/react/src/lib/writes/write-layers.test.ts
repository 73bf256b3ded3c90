import { describe, expect, it } from 'vitest';
import { fieldIn } from '../base/field-in.ts';
import type { CachedQuery } from './affected-queries.ts';
import { isChangedBy, WriteLayers } from './write-layers.ts';
import type { PendingWrite } from './write-layers.ts';

interface TestQuery extends CachedQuery {
  readonly state: { data: unknown };
}

const task = (fields: object = {}): object => ({ id: 'task_1', text: 'old', ...fields });
const query = (data: unknown, input: object = {}): TestQuery => ({
  queryKey: ['close', 'orga_1/user_1', 'tasks', 'list', input],
  state: { data },
});
const write = (fields: object | undefined): PendingWrite => ({
  variables: {},
  id: 'task_1',
  isAffected: () => true,
  change: (entity) => fields && { ...entity, ...fields },
});

/** Stores the data to show, as a cache does. */
function show(layers: WriteLayers, shown: TestQuery): unknown {
  shown.state.data = layers.show(shown);
  return shown.state.data;
}

describe('WriteLayers', () => {
  it('returns the data itself while no write is pending', () => {
    const data = { data: [task()] };
    const layers = new WriteLayers();
    expect([layers.show(query(data)), layers.size]).toEqual([data, 0]);
    expect(layers.show(query(data))).toBe(data);
  });

  it('lays the writes over the data in their order', () => {
    const layers = new WriteLayers();
    layers.add(write({ text: 'a', is_complete: true }));
    layers.add(write({ text: 'b' }));
    expect(layers.show(query(task()))).toEqual(task({ text: 'b', is_complete: true }));
  });

  it('leaves queries alone that a write does not affect', () => {
    const data = task();
    const layers = new WriteLayers();
    layers.add({ ...write({ text: 'a' }), isAffected: () => false });
    expect(layers.show(query(data))).toBe(data);
  });

  it('does not rewrite the event log, which holds earlier states', () => {
    const event = { id: 'ev_1', object_id: 'task_1', data: task(), previous_data: task() };
    const log: TestQuery = {
      queryKey: ['close', 'orga_1/user_1', 'events', 'list', {}],
      state: { data: { data: [event] } },
    };
    const layers = new WriteLayers();
    layers.add(write({ text: 'a' }));
    expect(layers.show(log)).toBe(log.state.data);
    expect(isChangedBy(log, write({ text: 'a' }))).toBe(false);
  });

  it('removes one write and keeps the others', () => {
    const layers = new WriteLayers();
    const shown = query(task());
    const [first, second] = [write({ text: 'a' }), write({ is_complete: true })];
    layers.add(first);
    layers.add(second);
    show(layers, shown);
    expect([layers.remove(first.variables), layers.size]).toEqual([true, 1]);
    expect(show(layers, shown)).toEqual(task({ is_complete: true }));
  });

  it('returns the data from before the writes once they are removed', () => {
    const layers = new WriteLayers();
    const data = task();
    const shown = query(data);
    const pending = write({ text: 'a' });
    layers.add(pending);
    show(layers, shown);
    layers.remove(pending.variables);
    expect(show(layers, shown)).toBe(data);
  });

  it('removes one of two writes with the same variables', () => {
    const layers = new WriteLayers();
    const pending = write({ text: 'a' });
    layers.add(pending);
    layers.add({ ...pending });
    layers.remove(pending.variables);
    expect(layers.size).toBe(1);
  });

  it('returns whether the removed write was pending', () => {
    expect(new WriteLayers().remove({})).toBe(false);
  });

  it('puts a new response below the writes', () => {
    const layers = new WriteLayers();
    const shown = query(task());
    const pending = write({ text: 'a' });
    layers.add(pending);
    show(layers, shown);
    const response = task({ text: 'other', is_complete: true });
    shown.state.data = response;
    expect(show(layers, shown)).toEqual(task({ text: 'a', is_complete: true }));
    layers.remove(pending.variables);
    expect(show(layers, shown)).toBe(response);
  });

  it('puts an added page below the writes and keeps the base of the other pages', () => {
    const layers = new WriteLayers();
    const [one, two] = [{ data: [task()] }, { data: [task({ id: 'task_2' })] }];
    const shown = query({ pages: [one] });
    const pending = write({ text: 'a' });
    layers.add(pending);
    show(layers, shown);
    shown.state.data = { pages: [fieldIn(shown.state.data, 'pages'), two].flat() };
    expect(show(layers, shown)).toEqual({ pages: [{ data: [task({ text: 'a' })] }, two] });
    layers.remove(pending.variables);
    expect(show(layers, shown)).toEqual({ pages: [one, two] });
  });

  it('removes an entity from the lists, and not from its own query', () => {
    const layers = new WriteLayers();
    layers.add(write(undefined));
    expect(layers.show(query({ data: [task(), task({ id: 'task_2' })] }))).toEqual({
      data: [task({ id: 'task_2' })],
    });
    expect(layers.show(query(task()))).toEqual(task());
  });

  it('adds only those fields that the query selects', () => {
    const layers = new WriteLayers();
    layers.add(write({ text: 'a', is_complete: true, view: 'inbox' }));
    const selection = { _fields: ['id', 'text', 'is_complete'] };
    expect(layers.show(query(task(), selection))).toEqual(task({ text: 'a', is_complete: true }));
    const search = { body: { _fields: { task: ['id', 'view'] } } };
    expect(layers.show(query(task(), search))).toEqual(task({ text: 'a', view: 'inbox' }));
  });

  it('keeps a write with the values of the response', () => {
    const layers = new WriteLayers();
    const shown = query(task({ date_updated: '2026-01-01' }));
    const pending = write({ text: 'a', is_complete: true });
    layers.add(pending);
    show(layers, shown);
    layers.keep(pending.variables, task({ text: 'A', date_updated: '2026-01-02', view: 'inbox' }), [shown]);
    layers.remove(pending.variables);
    expect(show(layers, shown)).toEqual(task({ text: 'A', is_complete: true, date_updated: '2026-01-02' }));
  });

  it('keeps a write below those that are still pending', () => {
    const layers = new WriteLayers();
    const shown = query(task());
    const [first, second] = [write({ text: 'a' }), write({ text: 'b' })];
    layers.add(first);
    layers.add(second);
    show(layers, shown);
    layers.keep(first.variables, task({ text: 'A' }), [shown]);
    layers.remove(first.variables);
    expect(show(layers, shown)).toEqual(task({ text: 'b' }));
    layers.remove(second.variables);
    expect(show(layers, shown)).toEqual(task({ text: 'A' }));
  });

  it('ignores a response that is older than the data', () => {
    const layers = new WriteLayers();
    const data = task({ date_updated: '2026-01-02' });
    const shown = query(data);
    const pending = write({ text: 'a' });
    layers.add(pending);
    show(layers, shown);
    layers.keep(pending.variables, task({ text: 'A', date_updated: '2026-01-01' }), [shown]);
    layers.remove(pending.variables);
    expect(show(layers, shown)).toEqual(data);
  });
});

describe('isChangedBy', () => {
  it('is true for data that holds the entity', () => {
    expect(isChangedBy(query({ data: [task()] }), write({ text: 'a' }))).toBe(true);
  });

  it('is false for other data, no data, and queries that the write does not affect', () => {
    expect(isChangedBy(query({ data: [task({ id: 'task_2' })] }), write({ text: 'a' }))).toBe(false);
    expect(isChangedBy(query(undefined), write({ text: 'a' }))).toBe(false);
    const unrelated = { ...write({ text: 'a' }), isAffected: () => false };
    expect(isChangedBy(query(task()), unrelated)).toBe(false);
  });
});
