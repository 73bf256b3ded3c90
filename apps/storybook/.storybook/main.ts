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
  // The compiler checks the types, and props are documented in the source.
  typescript: { reactDocgen: false, check: false },
  viteFinal: (vite) =>
    mergeConfig(vite, {
      // Our own packages from source, as in every test.
      resolve: { conditions: ['@closekit/source', 'module', 'browser', 'development|production'] },
      plugins: [react(), msw({ mode: 'worker-only' })],
      // 'use client' is for servers.
      build: { rolldownOptions: { checks: { moduleLevelDirective: false } } },
      // All at once before the first story: a dependency found later would bring a second copy of React.
      optimizeDeps: {
        // Rebuilt for each run: a stale cache would reload the page in the middle of a test.
        force: process.env['VITEST'] !== undefined,
        // Includes the parts of the sample app, whose dependencies this package does not list.
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
