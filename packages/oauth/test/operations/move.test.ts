import { describe, expect, it } from 'vitest';
import { createCloseOAuth, memoryStore } from '@closekit/oauth';
import type { UnreadableRow } from '@closekit/oauth';
import { exportGrants, importGrants } from '@closekit/oauth/maintenance';
import type { GrantTokens, ImportLines, ImportOptions, ImportProblem } from '@closekit/oauth/maintenance';
import { hourMs } from '../connect.ts';
import { collect, damage, lineOf, manyGrants } from './many-grants.ts';

const id = { organizationId: 'orga_1', userId: 'user_1' };
const key = 'orga_1/user_1';

describe('importGrants', () => {
  it('stores grants that work at once, with a token or without', async () => {
    const { oauth, clock, sent } = await manyGrants(1);
    const { organizationId, userId, refreshToken } = lineOf(2, 0);
    const counts = await importGrants(oauth, [{ organizationId, userId, refreshToken }]);
    expect(counts).toEqual({ seen: 1, imported: 1, kept: 0, failed: 0 });
    expect(await oauth.grant(id).get()).toBe('access of user_1#1');
    expect(sent).toEqual([]);
    expect(await oauth.grant({ organizationId, userId }).get()).toBe('access of user_2#2');
    clock.time += hourMs;
    expect(await oauth.grant(id).get()).toBe('access of user_1#2');
    expect(sent).toEqual(['user_2#1', 'user_1#1']);
  });

  it('reads lines of JSON, and reports bad lines by index without their values', async () => {
    const { oauth } = await manyGrants(0);
    const problems: ImportProblem[] = [];
    const good = { ...id, refreshToken: 'r', accessToken: null, expiresAt: null, scope: null };
    const lines: unknown[] = [
      JSON.stringify(good),
      '{"organizationId":"o","refreshToken":"secr',
      null,
      { ...good, userId: '' },
      { ...good, refreshToken: undefined },
      { ...good, organizationId: '\u{d800}' },
      { ...good, accessToken: 7 },
      { ...good, expiresAt: 1_800_000_000 },
      { ...good, userId: 'user_2' },
    ];
    async function* stream(): AsyncGenerator<GrantTokens> {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a file may contain.
      for (const line of lines) yield line as GrantTokens;
    }
    const onProblem = (problem: ImportProblem): void => void problems.push(problem);
    const counts = await importGrants(oauth, stream(), { onProblem, concurrency: 1 });
    expect(counts).toEqual({ seen: 9, imported: 2, kept: 0, failed: 7 });
    expect(problems.map(({ index, code, message }) => `${index} ${code} ${message}`)).toEqual([
      '1 line_invalid The line must be an object, or its JSON.',
      '2 line_invalid The line must be an object, or its JSON.',
      '3 line_invalid `userId` must be a non-empty string.',
      '4 line_invalid `refreshToken` must be a non-empty string.',
      '5 line_invalid `organizationId` must be well-formed text, without lone surrogates.',
      '6 line_invalid `accessToken` must be a string.',
      '7 line_invalid `expiresAt` must be a time in milliseconds since 1970.',
    ]);
  });

  it('keeps a stored grant unless the line is newer', async () => {
    const { oauth, clock } = await manyGrants(1);
    const importOne = (line: GrantTokens) => importGrants(oauth, [line]);
    const changed = { accessToken: 'b', refreshToken: 'user_1#1' };
    expect(await importOne(lineOf(1, clock.time, changed))).toMatchObject({ kept: 1 });
    expect(await importOne(lineOf(1, clock.time, { ...changed, issuedAt: undefined }))).toMatchObject({
      kept: 1,
    });
    expect(await oauth.grant(id).get()).toBe('access of user_1#1');
    expect(await importOne(lineOf(1, clock.time + 1, changed))).toMatchObject({ imported: 1 });
    expect(await oauth.grant(id).get()).toBe('b');
    expect(await oauth.grant(id).status()).toMatchObject({ generation: 2 });
  });

  it('revives a lost grant, and leaves a disconnected one', async () => {
    const { oauth, clock, store } = await manyGrants(2);
    await damage(store, key, { status: 'reauthorization_required' });
    await oauth.grant({ organizationId: 'orga_0', userId: 'user_2' }).revoke();
    const lines = [1, 2].map((number) => lineOf(number, clock.time, { issuedAt: undefined }));
    expect(await importGrants(oauth, lines)).toMatchObject({ imported: 1, kept: 1 });
    expect(await oauth.grant(id).get()).toBe('access of user_1#1');
    expect(await importGrants(oauth, lines, { overwrite: true })).toMatchObject({ imported: 2 });
  });

  it('replaces a damaged row only with overwrite, and never a newer format', async () => {
    const { oauth, clock, store } = await manyGrants(2);
    await damage(store, key, { lease: 1 });
    await damage(store, 'orga_0/user_2', { format: 2 });
    const lines = [lineOf(1, clock.time), lineOf(2, clock.time)];
    const codes: string[] = [];
    const onProblem = ({ code }: ImportProblem): void => void codes.push(code);
    expect(await importGrants(oauth, lines, { onProblem })).toMatchObject({ failed: 2 });
    expect(codes.toSorted()).toEqual(['record_too_new', 'record_unreadable']);
    const counts = await importGrants(oauth, lines, { overwrite: true, onProblem });
    expect(counts).toMatchObject({ imported: 1, failed: 1 });
    expect(codes[2]).toBe('record_too_new');
    expect(await oauth.grant(id).get()).toBe('access of user_1#1');
  });

  it('stops when the store fails or the signal aborts, and passes errors of the lines on', async () => {
    const { oauth, store } = await manyGrants(0);
    const lines = [lineOf(1, 1_800_000_000_000)];
    const signal = AbortSignal.abort();
    await expect(importGrants(oauth, lines, { signal })).rejects.toMatchObject({ code: 'aborted' });
    async function* broken(): AsyncGenerator<GrantTokens> {
      yield* lines;
      throw new Error('file cut off');
    }
    await expect(importGrants(oauth, broken())).rejects.toThrow('file cut off');
    store.compareAndSet = () => Promise.reject(new Error('down'));
    const other = [lineOf(2, 1_800_000_000_000)];
    await expect(importGrants(oauth, other)).rejects.toMatchObject({ code: 'store_unavailable' });
  });

  it('refuses wrong arguments', async () => {
    const { oauth } = await manyGrants(0);
    const run = (lines: unknown, options?: unknown) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a caller without types may pass.
      importGrants(oauth, lines as ImportLines, options as ImportOptions);
    const iterable = 'importGrants: `lines` must be an iterable of objects or of lines of JSON.';
    for (const lines of [undefined, 'text', { refreshToken: 'r' }])
      // oxlint-disable-next-line no-await-in-loop -- one after the other.
      await expect(run(lines)).rejects.toThrow(new TypeError(iterable));
    await expect(run([], { concurrency: -1 })).rejects.toThrow(TypeError);
    await expect(run([], { overwrite: 'yes' })).rejects.toThrow(
      new TypeError('importGrants: `overwrite` must be a boolean.'),
    );
  });
});

describe('exportGrants', () => {
  it('returns lines that importGrants accepts', async () => {
    const { oauth, options, clock } = await manyGrants(3);
    const text = (await collect(exportGrants(oauth))).map((line) => JSON.stringify(line));
    const moved = createCloseOAuth({
      ...options,
      store: memoryStore(),
      keys: [{ id: 'x', secret: 'C'.repeat(43) }],
    });
    expect(await importGrants(moved, text)).toEqual({ seen: 3, imported: 3, kept: 0, failed: 0 });
    const lines = (await collect(exportGrants(moved))).toSorted((a, b) => (a.userId < b.userId ? -1 : 1));
    expect(lines).toEqual([1, 2, 3].map((number) => lineOf(number, clock.time)));
    expect(await importGrants(oauth, text)).toMatchObject({ kept: 3 });
  });

  it('leaves out grants without usable tokens, and reports rows that cannot be read', async () => {
    const { oauth, store } = await manyGrants(5);
    await damage(store, key, { status: 'reauthorization_required' });
    await damage(store, 'orga_0/user_2', { lease: 1 });
    await damage(store, 'orga_1/user_3', { format: 2 });
    await damage(store, 'orga_0/user_4', { sealed: 'v1.k9.a.b' });
    const unreadable: UnreadableRow[] = [];
    const lines = await collect(exportGrants(oauth, { onUnreadable: (row) => unreadable.push(row) }));
    expect(lines.map(({ userId }) => userId)).toEqual(['user_5']);
    expect(unreadable.map(({ reason }) => reason)).toEqual(['not_a_record', 'too_new', 'no_key']);
  });

  it('stops when its signal aborts', async () => {
    const { oauth } = await manyGrants(1);
    const lines = exportGrants(oauth, { signal: AbortSignal.abort() });
    await expect(collect(lines)).rejects.toMatchObject({ code: 'aborted' });
  });

  it('needs a vault of this package', () => {
    const app = { clientId: 'c', clientSecret: 's', redirectUri: 'https://a.example/' };
    const oauth = { ...createCloseOAuth(app) };
    const message = 'exportGrants: `oauth` must be what `createCloseOAuth` returned.';
    expect(() => exportGrants(oauth)).toThrow(new TypeError(message));
  });

  it('needs an open vault', async () => {
    const { oauth } = await manyGrants(0);
    await oauth.close();
    await expect(collect(exportGrants(oauth))).rejects.toMatchObject({ code: 'closed' });
    await expect(importGrants(oauth, [])).rejects.toMatchObject({ code: 'closed' });
  });
});
