import { createDecipheriv, hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCloseOAuth, memoryStore } from '@closekit/oauth';
import type { CloseOAuth, SealingKey, TokenStore } from '@closekit/oauth';
import { createAuthorizationFlow } from '../../src/lib/login/authorization-flow.ts';
import { grantKey, parseGrantKey } from '../../src/lib/record/grant-id.ts';
import { openPair, sealPair } from '../../src/lib/record/sealed-pair.ts';
import { createKeyRing } from '../../src/lib/record/key-ring.ts';
import { createSealer } from '../../src/lib/record/sealer.ts';
import { fakeClose } from '../fake-close.ts';
import { readGolden } from './read-golden.ts';

const aheadMs = (): number => 0;

function openApp(store: TokenStore, keys: SealingKey[], time: number): CloseOAuth {
  return createCloseOAuth({
    clientId: 'oa2client_1',
    clientSecret: 'client-secret',
    redirectUri: 'https://app.example/callback',
    fetch: fakeClose().fetch,
    now: () => time,
    keys,
    store,
  });
}

/** What version 1 is, in the words of another library: opens sealed text, and returns what it was sealed with. */
function openV1(sealed: string, place: string, [key]: readonly SealingKey[]): unknown {
  const [version, keyId, iv = '', body = ''] = sealed.split('.');
  expect([version, keyId]).toEqual(['v1', key?.id]);
  const ivBytes = Buffer.from(iv, 'base64url');
  const bytes = Buffer.from(body, 'base64url');
  const secret = Buffer.from(key?.secret ?? '', 'base64url');
  const derived = Buffer.from(hkdfSync('sha256', secret, '', 'closekit seal', 32));
  const decipher = createDecipheriv('aes-256-gcm', derived, ivBytes, { authTagLength: 16 });
  decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-16));
  const text = Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]);
  expect(ivBytes).toHaveLength(12);
  return JSON.parse(text.toString());
}

describe('a stored record', () => {
  it.each(readGolden('record'))('opens to its tokens: $name', async ({ keys, id, record, tokens }) => {
    const opened = await openPair({ sealer: createSealer(createKeyRing(keys)), aheadMs }, id, record);
    expect([opened.accessToken, opened.refreshToken ?? null]).toEqual([
      tokens.accessToken,
      tokens.refreshToken,
    ]);
    expect(opened).toMatchObject({
      ...id,
      expiresAt: record.expiresAt,
      issuedAt: record.issuedAt,
      scope: record.scope,
    });
  });

  it.each(readGolden('record'))(
    'is used without a request: $name',
    async ({ keys, id, key, record, tokens }) => {
      const store = memoryStore();
      await store.compareAndSet(key, 0, record);
      const grant = openApp(store, keys, (record.issuedAt ?? 0) + 60_000).grant(id);
      expect(await grant.get()).toBe(tokens.accessToken);
      expect(await grant.status()).toMatchObject({ status: record.status, expiresAt: record.expiresAt });
    },
  );

  it.each(readGolden('record'))('is written as before: $name', async ({ keys, id, key, record }) => {
    const pairing = { sealer: createSealer(createKeyRing(keys)), aheadMs };
    const pair = await sealPair(pairing, await openPair(pairing, id, record), record.generation);
    const place = `grant ${key} tokens ${record.generation}`;
    expect(openV1(pair.sealed ?? '', place, keys)).toEqual(openV1(record.sealed ?? '', place, keys));
    expect({ ...pair, sealed: pair.sealed?.length }).toEqual({
      generation: record.generation,
      sealed: record.sealed?.length,
      fingerprint: record.fingerprint,
      expiresAt: record.expiresAt,
      issuedAt: record.issuedAt,
      scope: record.scope,
    });
  });
});

describe('a stored fingerprint', () => {
  it.each(readGolden('fingerprint'))('is that of its token: $name', async (golden) => {
    expect(await createSealer(createKeyRing(golden.keys)).fingerprint(golden.refreshToken)).toBe(
      golden.fingerprint,
    );
  });
});

describe('a stored key', () => {
  it.each(readGolden('grant-key'))('is that of its grant: $name', ({ id, key }) => {
    expect(grantKey(id)).toBe(key);
    expect(parseGrantKey(key)).toEqual(id);
  });
});

describe('a sealed login', () => {
  it.each(readGolden('login'))('opens to its transaction, with its mark: $name', async (golden) => {
    const { keys, sealed, transaction, mark } = golden;
    const marks: string[] = [];
    const flow = createAuthorizationFlow(createSealer(createKeyRing(keys)), {
      now: () => transaction.startedAt,
      flowLifetimeMs: 1000,
      consume: async (consumed) => marks.push(consumed) === 1,
    });
    const callback = new URL(`https://app.example/callback?state=${transaction.state}`);
    expect(await flow.open(sealed, callback)).toEqual(transaction);
    expect(marks).toEqual([mark]);
  });

  it.each(readGolden('login'))('is written as before: $name', async ({ keys, sealed, transaction }) => {
    const place = 'authorization transaction';
    expect(openV1(sealed, place, keys)).toEqual(transaction);
    const { transaction: fresh } = await openApp(memoryStore(), keys, 1).startAuthorization();
    expect(openV1(fresh, place, keys)).toMatchObject({ state: expect.any(String), startedAt: 1 });
  });
});
