import { createSandbox } from '@closekit/sandbox';
import type { Sandbox, SandboxOptions } from '@closekit/sandbox';

/** Noon of a fixed day. */
export const noon: number = Date.UTC(2026, 10, 23, 12);

/** A parsed response. */
export interface ParsedResponse {
  readonly status: number;
  readonly json: any; // oxlint-disable-line typescript/no-explicit-any -- tests inspect any response
  readonly response: Response;
}

/** The API of a sandbox, for tests. */
export interface OpenApi {
  readonly sandbox: Sandbox;
  readonly accessToken: string;
  /** Sends a request and returns the status with the parsed body. */
  readonly call: (method: string, path: string, body?: unknown) => Promise<ParsedResponse>;
}

/** A sandbox of forty leads at a fixed time, with a connected user. */
export function openApi(options: SandboxOptions = {}): OpenApi {
  const sandbox = createSandbox({ leads: 40, now: () => noon, ...options });
  const { accessToken } = sandbox.connect();
  return withCredential(sandbox, accessToken, `Bearer ${accessToken}`);
}

/** A sandbox that is called with its API key, which does not expire. */
export function openWithKey(options: SandboxOptions = {}): OpenApi {
  const sandbox = createSandbox({ leads: 40, now: () => noon, ...options });
  return withCredential(sandbox, '', `Basic ${btoa(`${sandbox.apiKey}:`)}`);
}

function withCredential(sandbox: Sandbox, accessToken: string, authorization: string): OpenApi {
  return {
    sandbox,
    accessToken,
    call: async (method, path, body) => {
      const response = await sandbox.fetch(`${sandbox.origin}/api/v1${path}`, {
        method,
        headers: { authorization },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.clone().text();
      return { status: response.status, json: text === '' ? undefined : JSON.parse(text), response };
    },
  };
}
