import { index, route } from '@react-router/dev/routes';
import type { RouteConfig } from '@react-router/dev/routes';

export default [
  index('routes/leads.tsx'),
  route('leads/:leadId', 'routes/lead.tsx'),
  route('api/close/*', 'routes/close.ts'),
  route('oauth2/*', 'routes/sandbox.ts'),
] satisfies RouteConfig;
