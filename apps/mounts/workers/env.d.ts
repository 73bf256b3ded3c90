declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    ORIGIN: string;
    CLOSE_CLIENT_ID: string;
    CLOSE_CLIENT_SECRET: string;
    CLOSE_SEALING_KEY: string;
    /** A sandbox instead of Close. */
    CLOSE_ORIGIN?: string;
  }
}
