import { availableParallelism } from 'node:os';
import type { ViteUserConfig } from 'vitest/config';

/** What every package's tests share: our own packages are read from source, so no build comes first. */
export const base = {
  resolve: { conditions: ['@closekit/source', 'module', 'browser', 'development'] },
  ssr: { resolve: { conditions: ['@closekit/source', 'module', 'node', 'development'] } },
  test: {
    reporters: ['default', ['json', { outputFile: 'test-report.json' }]],
    // Bounds that end a hang; no test waits for them, also not on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    // One core less than there are, but never one at a time: tests wait more than they compute.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
    typecheck: { enabled: true, include: ['src/**/*.test-d.{ts,tsx}'], tsconfig: 'tsconfig.test.json' },
  },
} satisfies ViteUserConfig;
