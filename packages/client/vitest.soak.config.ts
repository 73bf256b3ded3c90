import { defineConfig } from 'vitest/config';
import { base } from '../../vitest.base.ts';

/** Tests that send calls for a minute or two, and look at the memory. */
export const soak = ['test/soak/**/*.test.ts'];

export default defineConfig({
  ...base,
  test: {
    name: 'client soak',
    include: soak,
    reporters: ['default'],
    expect: base.test.expect,
    testTimeout: 600_000,
  },
});
