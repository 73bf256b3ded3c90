import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';
import { base } from '../../vitest.base.ts';

/** The quick tests of the refresh, the records and the logins: no databases, no other processes, no real time. */
const near = [
  'src/lib/{base,grant,login,protocol,record,refresh}/**/*.test.ts',
  'src/lib/vault/{cached-token,options,server-clock}.test.ts',
  'test/{field,golden,refresh}/**/*.test.ts',
  'test/{fleet-races,login,races,refresh,revoke,rotation-failures,secrets}.test.ts',
];

const places = ['/src/lib/', '/test/golden/', '/test/refresh/'];

/** The nearest tests first: most mutants fail there, and then no other test runs. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => distanceOf(a) - distanceOf(b));
  }
}

function distanceOf({ moduleId }: TestSpecification): number {
  const distance = places.findIndex((place) => moduleId.includes(place));
  return distance === -1 ? places.length : distance;
}

export default defineConfig({
  resolve: base.resolve,
  ssr: base.ssr,
  test: {
    name: 'oauth mutants',
    include: near,
    setupFiles: 'mutants/quick-turns.ts',
    testTimeout: 4000,
    // Each mutant runs many files: a worker for each would take longer than their tests.
    isolate: false,
    sequence: { sequencer: NearestFirst },
    maxWorkers: 1,
  },
});
