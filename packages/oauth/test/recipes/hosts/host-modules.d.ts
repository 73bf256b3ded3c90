// The modules of the hosts, as far as the recipes use them: their packages are not dependencies of ours.
declare module 'cloudflare:workers' {
  import type { D1StoreOptions } from '@closekit/oauth/stores/d1';

  export const env: {
    readonly CLOSE_CLIENT_ID: string;
    readonly CLOSE_CLIENT_SECRET: string;
    readonly CLOSE_SEALING_KEY: string;
    readonly DB: D1StoreOptions['database'];
  };
  export function waitUntil(work: Promise<unknown>): void;
}

declare module '@vercel/functions' {
  export function waitUntil(work: Promise<unknown>): void;
}
