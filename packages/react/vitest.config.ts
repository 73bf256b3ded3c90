import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumLaunchOptions } from '../../scripts/find-chromium.mjs';
import { base } from '../../vitest.base.ts';

const { resolve, ssr } = base;
const { reporters, testTimeout, hookTimeout, typecheck } = base.test;
const launchOptions = await chromiumLaunchOptions();

/** Logic runs in Node; tests that render run in a real browser. */
export default defineConfig({
  test: {
    reporters,
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'react',
          include: ['src/**/*.test.{ts,tsx}'],
          testTimeout,
          hookTimeout,
          typecheck,
          expect: { poll: { timeout: testTimeout / 2 } },
        },
      },
      {
        resolve,
        plugins: [react()],
        // Optimized before the first test: a dependency that is found later would load a second copy of React.
        optimizeDeps: {
          include: [
            'react',
            'react/jsx-dev-runtime',
            'react-dom/client',
            'react-dom/server',
            '@tanstack/query-core',
            '@tanstack/react-devtools',
            '@tanstack/react-query',
            'vitest-browser-react',
            'vue',
            '@testing-library/react',
            '@closekit/client > openapi-fetch',
          ],
        },
        test: {
          name: 'react-browser',
          include: ['test/**/*.test.{ts,tsx}'],
          setupFiles: ['test/no-console-errors.ts'],
          fileParallelism: false,
          testTimeout,
          hookTimeout,
          expect: { poll: { timeout: testTimeout / 2 } },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
