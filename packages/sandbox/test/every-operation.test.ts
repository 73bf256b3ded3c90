import { describe, expect, it } from 'vitest';
import { walkOperations } from './walk/walk-operations.ts';

const walk = walkOperations();

describe('every operation of the document', () => {
  it('is served with state, except for these', async () => {
    const { served, unserved, failed } = await walk;
    expect(failed).toEqual([]);
    expect(unserved).toEqual([]);
    expect(served.length).toBeGreaterThanOrEqual(285);
  });

  it('returns what was written, except for what Close derives', async () => {
    expect((await walk).differing).toEqual([]);
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
