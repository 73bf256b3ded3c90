import { resumeDisconnects } from '@closekit/oauth/maintenance';
import { toHandlerError } from '../base/errors.ts';
import type { HandlerConfig } from '../config/handler-config.ts';

const intervalMs = 3_600_000;
const retryMs = 60_000;

/**
 * Resumes the disconnects of killed processes in the background: at the first call, and then once an hour at the most. A
 * failure is reported, and a call a minute later tries again.
 */
export function resumeAtIntervals(config: Pick<HandlerConfig, 'oauth' | 'report'>): () => void {
  let nextAt = 0;
  return () => {
    const now = performance.now();
    if (now < nextAt) return;
    nextAt = now + intervalMs;
    resumeDisconnects(config.oauth).catch((error: unknown) => {
      nextAt = performance.now() + retryMs;
      config.report(toHandlerError(error));
    });
  };
}
