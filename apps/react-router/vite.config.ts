import { reactRouter } from '@react-router/dev/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [reactRouter()],
  // Linked packages hide from vite what they import; found late, it would load the page anew.
  optimizeDeps: { include: ['@tanstack/react-query', '@closekit/client > openapi-fetch'] },
});
