import { createSandbox } from '@closekit/sandbox';
import type { ReactNode } from 'react';
import { render } from 'vitest-browser-react';
import type { CloseSession } from '../src/index.ts';
import { createTestBackend } from '../src/testing.ts';
import type { TestBackend, TestBackendOptions } from '../src/testing.ts';
import { closeWrapper } from './render-close.tsx';
import { withResolvers } from './with-resolvers.ts';

/** Options of {@link showParts}. */
export interface ShowPartsOptions extends Pick<TestBackendOptions, 'session'> {
  /** Whether a second organization is connected. */
  readonly hasSecondOrganization?: boolean;
  /** A session route that fails, such as `/api/close/switch`. */
  readonly brokenRoute?: string;
  /** Prepares the backend before the page opens. */
  readonly prepare?: (backend: TestBackend) => void;
}

/** Renders components in the page of a browser with a backend. */
export async function showParts(parts: ReactNode, options: ShowPartsOptions = {}) {
  const { prepare, brokenRoute, hasSecondOrganization = false, session } = options;
  const sandbox = createSandbox({ leads: 3 });
  const [first = nothing, second = nothing] = sandbox.organizations;
  const otherOrganizationIds = hasSecondOrganization ? [second.id] : [];
  const backend = createTestBackend({ sandbox, session, otherOrganizationIds });
  prepare?.(backend);
  const { client, navigate } = backend;
  const fetch: typeof globalThis.fetch = async (input, init) =>
    input === brokenRoute ? new Response(null, { status: 503 }) : backend.fetch(input, init);
  const screen = await render(parts, { wrapper: closeWrapper({ client, fetch, navigate }) });
  return { backend, screen, first, second };
}

const nothing = { id: '', name: '' };

/** A session route that does not respond until `answer` is called. */
export function heldSession() {
  const { promise, resolve } = withResolvers<CloseSession>();
  const prepare = (backend: TestBackend): void => {
    backend.sessionResponse = promise;
  };
  return { prepare, answer: resolve };
}
