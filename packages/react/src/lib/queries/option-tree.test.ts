import { apiKey, createCloseClient } from '@closekit/client';
import type { Operation } from '@closekit/client';
import { describe, expect, it } from 'vitest';
import { pagedLists, reads, treeOf, writes } from './option-tree.ts';
import { createScopeGate } from './scope-gate.ts';

const operations: Readonly<Record<string, Operation>> = {
  get: { id: 'things_get', method: 'GET', path: '/thing/{id}/', read: true },
  find: { id: 'things_find', method: 'POST', path: '/thing/find/', read: true, body: true },
  getOrCreate: { id: 'things_get_or_create', method: 'POST', path: '/thing/', body: true },
  list: { id: 'things_list', method: 'GET', path: '/thing/', read: true, pages: 'offset' },
};

function setUp() {
  const client = createCloseClient({ auth: apiKey('api_1') });
  const gate = createScopeGate('orga_1/user_1', () => undefined);
  const root = { client, headers: undefined, gate, key: ['close', 'orga_1/user_1'] as const };
  const kindOf = (kind: typeof reads): object => treeOf(root, kind, { things: operations });
  return { ...kindOf(reads), infinite: kindOf(pagedLists), mutations: kindOf(writes) };
}

describe('treeOf', () => {
  it('makes a query of each read, whatever its method', () => {
    expect(setUp()).toMatchObject({
      things: { get: expect.any(Function), find: expect.any(Function), list: expect.any(Function) },
    });
  });

  it('makes a mutation, and no query, of a write that is named like a read', () => {
    const tree = setUp();
    expect(tree).not.toHaveProperty('things.getOrCreate');
    expect(tree).toHaveProperty('mutations.things.getOrCreate');
    expect(tree).not.toHaveProperty('mutations.things.get');
    expect(tree).not.toHaveProperty('mutations.things.find');
  });

  it('makes an infinite query of each paged list', () => {
    const tree = setUp();
    expect(tree).toHaveProperty('infinite.things.list');
    expect(tree).not.toHaveProperty('infinite.things.get');
    expect(tree).not.toHaveProperty('infinite.things.getOrCreate');
  });
});
