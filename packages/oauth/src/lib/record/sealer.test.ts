import { describe, expect, it } from 'vitest';
import { createKeyRing } from './key-ring.ts';
import { createSealer } from './sealer.ts';

const first = { id: 'k1', secret: 'A'.repeat(43) };
const second = { id: 'k2', secret: 'B'.repeat(42) + 'A' };

describe('createSealer', () => {
  it('opens what it sealed, in the same place', async () => {
    const sealer = createSealer(createKeyRing([first]));
    expect(await sealer.open(await sealer.seal('words ü😀', 'a'), 'a')).toBe('words ü😀');
  });

  it('seals the same text differently each time, in characters a cookie may hold', async () => {
    const sealer = createSealer(createKeyRing([first]));
    const [one, two] = [await sealer.seal('x', 'a'), await sealer.seal('x', 'a')];
    expect(one).not.toBe(two);
    expect(one).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]+$/);
  });

  it('refuses what was sealed for another place', async () => {
    const sealer = createSealer(createKeyRing([first]));
    const sealed = await sealer.seal('x', 'grant a tokens 1');
    await expect(sealer.open(sealed, 'grant a tokens 2')).rejects.toMatchObject({
      code: 'record_unreadable',
    });
  });

  it('refuses text that was changed or has another form', async () => {
    const sealer = createSealer(createKeyRing([first]));
    const sealed = await sealer.seal('some longer text', 'a');
    const changed = sealed.replace(/.{4}$/, 'AAAA');
    const attempts = [
      changed,
      sealed.replace('v1', 'v2'),
      '',
      'v1',
      'v1.k1.a.b',
      'v2.k1.a.b',
      'v1.k1.%%.%%',
    ].map((text) => sealer.open(text, 'a').catch((error: unknown) => Reflect.get(Object(error), 'code')));
    expect(new Set(await Promise.all(attempts))).toEqual(new Set(['record_unreadable']));
  });

  it('opens with any key and seals with the first', async () => {
    const sealed = await createSealer(createKeyRing([first])).seal('x', 'a');
    const rotated = createSealer(createKeyRing([second, first]));
    expect(await rotated.open(sealed, 'a')).toBe('x');
    expect(await rotated.seal('x', 'a')).toMatch(/^v1\.k2\./);
    await expect(createSealer(createKeyRing([second])).open(sealed, 'a')).rejects.toMatchObject({
      code: 'record_unreadable',
    });
  });

  it('refuses a key with the same id and another secret', async () => {
    const sealed = await createSealer(createKeyRing([first])).seal('x', 'a');
    const other = createSealer(createKeyRing([{ id: 'k1', secret: second.secret }]));
    await expect(other.open(sealed, 'a')).rejects.toMatchObject({ code: 'record_unreadable' });
  });

  it('has equal fingerprints for equal secrets only', async () => {
    const sealer = createSealer(createKeyRing([first]));
    const prints = [
      await sealer.fingerprint('a'),
      await sealer.fingerprint('a'),
      await sealer.fingerprint('b'),
    ];
    expect(prints[0]).toBe(prints[1]);
    expect(prints[0]).not.toBe(prints[2]);
  });

  it('names malformed keys', () => {
    // @ts-expect-error -- JavaScript may pass anything
    expect(() => createSealer(createKeyRing('k1'))).toThrow(
      'createCloseOAuth: `keys` must be a non-empty list of keys.',
    );
    expect(() => createSealer(createKeyRing([]))).toThrow(
      'createCloseOAuth: `keys` must be a non-empty list of keys.',
    );
    expect(() => createSealer(createKeyRing([{ id: 'a b', secret: first.secret }]))).toThrow(
      'createCloseOAuth: `keys[0].id` must be 1 to 64 letters, digits, "_" or "-".',
    );
    expect(() => createSealer(createKeyRing([first, { id: 'x', secret: 'short' }]))).toThrow(
      'createCloseOAuth: `keys[1].secret` must be 32 bytes as base64url.',
    );
    expect(() => createSealer(createKeyRing([first, first]))).toThrow(
      'createCloseOAuth: `keys[1].id` must be unique.',
    );
  });

  it.each(['', 'a b', 'a'.repeat(65), ' a', 'a ', 'a.b', 7, undefined])('refuses the id %j', (name) => {
    // @ts-expect-error -- JavaScript may pass anything
    expect(() => createSealer(createKeyRing([first, { id: name, secret: second.secret }]))).toThrow(
      'createCloseOAuth: `keys[1].id` must be 1 to 64 letters, digits, "_" or "-".',
    );
  });

  it.each([`${first.secret}A`, `A${first.secret}`, first.secret.slice(1), `${first.secret}==`, 7, undefined])(
    'refuses the secret %j',
    (secret) => {
      // @ts-expect-error -- JavaScript may pass anything
      expect(() => createSealer(createKeyRing([{ id: 'k', secret }]))).toThrow(
        'createCloseOAuth: `keys[0].secret` must be 32 bytes as base64url.',
      );
    },
  );

  it('takes long ids, and secrets with padding', async () => {
    const padded = createSealer(createKeyRing([{ id: 'a-Z_9'.padEnd(64, 'x'), secret: `${first.secret}=` }]));
    expect(await padded.open(await padded.seal('x', 'a'), 'a')).toBe('x');
  });

  it('knows the text of its first key', async () => {
    const sealed = await createSealer(createKeyRing([first])).seal('x', 'a');
    expect(await createSealer(createKeyRing([first, second])).isCurrent(sealed)).toBe(true);
    expect(await createSealer(createKeyRing([second, first])).isCurrent(sealed)).toBe(false);
  });

  it('has a key of its own without keys, and marks its fingerprints with the key', async () => {
    const own = createSealer(createKeyRing());
    const sealed = await own.seal('x', 'a');
    expect(sealed).toMatch(/^v1\.process\./);
    await expect(createSealer(createKeyRing()).open(sealed, 'a')).rejects.toMatchObject({
      code: 'record_unreadable',
    });
    expect(await own.fingerprint('a')).toMatch(/^process\.[\w-]{43}$/);
    expect(await createSealer(createKeyRing([first])).fingerprint('a')).toMatch(/^k1\./);
  });
});
