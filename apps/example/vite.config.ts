import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2023',
    // The content security policy allows no inline data: everything is a file of our own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
