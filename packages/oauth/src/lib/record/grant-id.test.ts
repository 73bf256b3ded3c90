import { describe, expect, it } from 'vitest';
import { assertGrantId, grantKey, parseGrantKey } from './grant-id.ts';

describe('assertGrantId', () => {
  it('refuses ids with lone surrogates, and takes pairs of them', () => {
    const alone = '\u{D800}';
    expect(() => assertGrantId({ organizationId: `a${alone}`, userId: 'u' })).toThrow(
      new TypeError('grant: `organizationId` must be well-formed text, without lone surrogates.'),
    );
    expect(() => assertGrantId({ organizationId: 'o', userId: `${alone}b` })).toThrow(TypeError);
    expect(() => assertGrantId({ organizationId: 'o😀', userId: 'u' })).not.toThrow();
  });

  it('refuses ids of other types', () => {
    for (const userId of [undefined, null, 7, {}, ['u']]) {
      // @ts-expect-error -- JavaScript may pass anything
      expect(() => assertGrantId({ organizationId: 'o', userId })).toThrow(TypeError);
    }
  });
});

describe('parseGrantKey', () => {
  it('returns the id of a key', () => {
    const id = { organizationId: 'o/%ü', userId: 'u😀' };
    expect(parseGrantKey(grantKey(id))).toEqual(id);
  });

  it.each(['', 'a', 'a/', '/b', 'a/b/c', '%/b', 'a/%zz'])('finds no id in %j', (key) => {
    expect(parseGrantKey(key)).toBeUndefined();
  });
});
