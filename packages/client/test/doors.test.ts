import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import * as door from '../src/index.ts';

const read = (file: string) => readFile(new URL(`../src/${file}`, import.meta.url), 'utf8');

describe('@closekit/client', () => {
  it('exports these values', () => {
    expect(Object.keys(door).toSorted()).toEqual([
      'CloseApiError',
      'apiKey',
      'bearer',
      'cookieSession',
      'createCloseClient',
      'isCloseApiError',
      'resources',
    ]);
  });

  it('exports every generated model by name', async () => {
    const generated = (await read('generated/resources.ts')).matchAll(/^export (?:type|interface) (\w+)/gm);
    const exported = new Set((await read('index.ts')).match(/\w+/g));
    expect(Array.from(generated, (match) => match[1]).filter((name) => !exported.has(name ?? ''))).toEqual(
      [],
    );
  });
});
