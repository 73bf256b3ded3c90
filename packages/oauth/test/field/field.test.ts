import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const thread = /[\w.-]+\/[\w.-]+#\d+/g;
const files = ['races.test.ts', 'rotations.test.ts'] as const;

async function read(name: string): Promise<string> {
  return readFile(new URL(name, import.meta.url), 'utf8');
}

describe('the table of threads', () => {
  it('names the file in which each is tested, and no test is missing from it', async () => {
    const table = (await read('README.md')).split('\n').filter((line) => line.startsWith('|'));
    const claimed = table.flatMap((line) =>
      (line.match(thread) ?? []).map((name) => `${name} ${/`([\w.]+)` +\|$/.exec(line)?.[1]}`),
    );
    const tested = await Promise.all(
      files.map(async (file) => ((await read(file)).match(thread) ?? []).map((name) => `${name} ${file}`)),
    );
    expect(claimed.toSorted()).toEqual(tested.flat().toSorted());
  });
});
