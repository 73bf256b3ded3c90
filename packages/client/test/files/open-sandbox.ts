import { createSandbox } from '@closekit/sandbox';
import type { Sandbox, SandboxOptions } from '@closekit/sandbox';
import { apiKey, createCloseClient } from '../../src/index.ts';
import type { CloseClient, CloseClientOptions } from '../../src/index.ts';

/** A sandbox whose clock moves when the client waits. */
export function openSandbox(
  options: SandboxOptions = {},
  clientOptions: Partial<CloseClientOptions> = {},
): { readonly sandbox: Sandbox; readonly close: CloseClient; readonly seen: () => string[] } {
  const sandbox = createSandbox({ leads: 5, now: () => Date.UTC(2026, 10, 23, 12), ...options });
  const close = createCloseClient({
    auth: apiKey(sandbox.apiKey),
    fetch: sandbox.fetch,
    random: () => 0,
    sleep: async (durationMs) => sandbox.clock.advance(durationMs),
    ...clientOptions,
  });
  // Method, path and status of each request; a star when it had a credential.
  const seen = () =>
    sandbox.requests.map(({ method, path, status, authorization }) => {
      const place = path.replace('/api/v1', '').replace(/\w+_\w{10,}.*$/, '…');
      return `${method} ${place} ${status}${authorization ? ' *' : ''}`;
    });
  return { sandbox, close, seen };
}
