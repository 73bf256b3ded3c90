import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumLaunchOptions } from '../../scripts/find-chromium.mjs';
import { base } from '../../vitest.base.ts';

const { resolve, ssr } = base;
const launchOptions = await chromiumLaunchOptions();

/** Logic runs in Node; whatever renders runs in a real browser. */
export default defineConfig({
  test: {
    reporters: base.test.reporters,
    projects: [
      {
        resolve,
        ssr,
        test: { name: 'react', include: ['src/**/*.test.ts'], typecheck: base.test.typecheck },
      },
      {
        resolve,
        plugins: [react()],
        test: {
          name: 'react-browser',
          include: ['test/**/*.test.tsx'],
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
