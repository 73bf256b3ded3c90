import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it, onTestFinished } from 'vitest';
import { withResolvers } from '../../../test/with-resolvers.ts';
import { sendInOrder } from '../queries/write-line.ts';
import { listPendingWrites } from './list-pending-writes.ts';

const mutationKey = ['close', 'orga_1/user_1', 'leads', 'update'];

/** Starts a write that is confirmed by `answer`, and waits in `onSuccess` until `settle`. */
function startWrite(client: QueryClient, id: string) {
  const response = withResolvers<undefined>();
  const read = withResolvers<undefined>();
  const mutation = client.getMutationCache().build(client, {
    mutationKey,
    mutationFn: (variables: object, context) =>
      sendInOrder({ mutationKey, variables, context }, () => response.promise),
    onSuccess: () => read.promise,
  });
  void mutation.execute({ id, body: { name: 'secret' } });
  onTestFinished(() => {
    response.resolve(undefined);
    read.resolve(undefined);
  });
  return { answer: () => response.resolve(undefined) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('listPendingWrites', () => {
  it('counts the earlier writes of the same entity', async () => {
    const client = new QueryClient();
    for (const id of ['lead_1', 'lead_2', 'lead_1', 'lead_1']) startWrite(client, id);
    await settled();
    const writes = listPendingWrites(client.getMutationCache());
    expect(writes.map(({ ids, ahead }) => [...ids, ahead])).toEqual([
      ['lead_1', 0],
      ['lead_2', 0],
      ['lead_1', 1],
      ['lead_1', 2],
    ]);
    expect(writes[0]).toMatchObject({ operation: 'leads.update', isPaused: false, failures: 0 });
    expect(JSON.stringify(writes)).not.toContain('secret');
  });

  it('does not count a write that is confirmed, and waits for something else', async () => {
    const client = new QueryClient();
    const first = startWrite(client, 'lead_1');
    startWrite(client, 'lead_1');
    await settled();
    first.answer();
    await settled();
    expect(listPendingWrites(client.getMutationCache()).map(({ ahead }) => ahead)).toEqual([0, 0]);
  });

  it('lists only writes to Close', async () => {
    const client = new QueryClient();
    const mutation = client.getMutationCache().build(client, { mutationFn: () => new Promise(() => {}) });
    void mutation.execute(undefined);
    await settled();
    expect(listPendingWrites(client.getMutationCache())).toEqual([]);
  });
});
