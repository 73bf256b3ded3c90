import { reactRouter } from '@react-router/dev/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [reactRouter()],
  // Vite does not scan linked packages; discovering their imports late would reload the page.
  optimizeDeps: { include: ['@tanstack/react-query', '@closekit/client > openapi-fetch'] },
});
