import type { StorybookConfig } from '@storybook/react-vite';
import react from '@vitejs/plugin-react';
import { msw } from 'msw/vite';
import { mergeConfig } from 'vite';

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  stories: ['../src/**/*.stories.tsx'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true, enableCrashReports: false },
  features: { sidebarOnboardingChecklist: false },
  // Types are checked by the compiler; what a part takes is documented where it is written.
  typescript: { reactDocgen: false, check: false },
  viteFinal: (vite) =>
    mergeConfig(vite, {
      // Our own packages from source, as in every test.
      resolve: { conditions: ['@closekit/source', 'module', 'browser', 'development|production'] },
      plugins: [react(), msw({ mode: 'worker-only' })],
      // 'use client' is for servers.
      build: { rolldownOptions: { checks: { moduleLevelDirective: false } } },
      // All at once and before the first story: whatever is found later would come with a second copy of React.
      optimizeDeps: {
        // Anew for each run: what a cached one lacks would load the page again in the middle of a test.
        force: process.env['VITEST'] !== undefined,
        // The parts of the sample app too, whose packages are not ours to name.
        entries: ['src/**/*.stories.tsx', '../example/src/**/*.tsx'],
        include: [
          'react',
          'react/jsx-dev-runtime',
          'react-dom/client',
          '@tanstack/react-query',
          'msw',
          'msw/browser',
          'msw-storybook-addon/csf3',
          '@closekit/client > openapi-fetch',
        ],
      },
    }),
};

export default config;
