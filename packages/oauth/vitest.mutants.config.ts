import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';
import { base } from '../../vitest.base.ts';

/** The quick tests of the refresh, the records and the logins: no databases, no other processes, no real time. */
const near = [
  'src/lib/{base,grant,login,protocol,record,refresh,vault}/**/*.test.ts',
  'test/{field,golden,refresh}/**/*.test.ts',
  'test/{fleet-races,login,races,refresh,revoke,rotation-failures,secrets,unstored-login}.test.ts',
];

const places = ['/src/lib/record/', '/src/lib/login/', '/test/refresh/', '/src/lib/', '/test/golden/'];
// Near, but they take longer than all others together.
const longest = ['/refresh/one-state.test.ts', '/refresh/unsaved.test.ts'];

/** The nearest tests first: most mutants fail there, and then no other test runs. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => distanceOf(a) - distanceOf(b));
  }
}

function distanceOf({ moduleId }: TestSpecification): number {
  const distance = places.findIndex((place) => moduleId.includes(place));
  const isFar = distance === -1 || longest.some((file) => moduleId.endsWith(file));
  return isFar ? places.length : distance;
}

export default defineConfig({
  resolve: base.resolve,
  ssr: base.ssr,
  test: {
    name: 'oauth mutants',
    include: near,
    setupFiles: 'mutants/quick-turns.ts',
    // Ends a hang; the longest test takes a fraction of it, also on a busy machine.
    testTimeout: 8000,
    // Each mutant runs many files: a worker for each would take longer than their tests.
    isolate: false,
    sequence: { sequencer: NearestFirst },
    maxWorkers: 1,
  },
});
