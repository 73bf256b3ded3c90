import { defineConfig } from 'vitest/config';
import { base } from '../../vitest.base.ts';

/** Kills and faults at random for minutes: what it finds is real, but it may need luck to find it. */
export const soak = ['test/soak/**/*.test.ts'];

export default defineConfig({
  ...base,
  test: {
    name: 'oauth soak',
    include: soak,
    globalSetup: 'test/engines/start-engines.ts',
    reporters: ['default'],
    hookTimeout: 60_000,
  },
});
