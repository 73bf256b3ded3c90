import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumLaunchOptions } from '../../scripts/find-chromium.mjs';
import { base } from '../../vitest.base.ts';

const { reporters, testTimeout, hookTimeout } = base.test;
const launchOptions = await chromiumLaunchOptions();

/** Every story is a test: it renders, its play function holds, and axe finds nothing. */
export default defineConfig({
  test: {
    reporters,
    projects: [
      {
        test: {
          name: 'built',
          include: ['test/**/*.test.ts'],
          environment: 'node',
          testTimeout,
          hookTimeout,
        },
      },
      {
        plugins: [storybookTest({ configDir: '.storybook' })],
        test: {
          name: 'stories',
          // One page shows all stories, as in Storybook itself; each story starts with its own backend.
          isolate: false,
          testTimeout,
          hookTimeout,
          api: { host: '127.0.0.1' },
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
