import type { ActivityEntry } from '@closekit/example/src/hooks/use-demo-activity.ts';
import type { TestBackend } from '@closekit/react/testing';
import { http, HttpResponse, sse } from 'msw';
import type { HttpHandler } from 'msw';

/** The routes of the demo server that inject faults, for the backend of a story. */
export interface DemoHandlers {
  /** For `msw.use`. */
  readonly handlers: HttpHandler[];
  /** Requested actions: `expire`, `revoke`, `switches {"down":true}`. */
  readonly asked: string[];
}

/**
 * Mocks the demo server.
 *
 * @param backend - The backend of the story.
 * @param entries - Events so far.
 * @returns The routes and the requested actions.
 */
export function demoHandlers(backend: TestBackend, entries: readonly ActivityEntry[] = []): DemoHandlers {
  const asked: string[] = [];
  const state = { down: false, slow: false };
  const listeners = new Set<(event: string, data: unknown) => void>();
  const send = (event: string, data: unknown): void => listeners.forEach((listener) => listener(event, data));
  const record = (kind: string): void => send('activity', { at: Date.now(), kind });

  const actions: Readonly<Record<string, (body: Partial<typeof state>) => void>> = {
    expire: () => {
      backend.expireTokens();
      record('expired');
    },
    revoke: () => {
      backend.revoke();
      record('removed');
    },
    switches: (body) => {
      Object.assign(state, body);
      send('state', state);
    },
  };
  const handlers = [
    sse<{ start: unknown; activity: unknown; state: unknown }>('*/demo/activity', ({ client }) => {
      client.send({ event: 'start', data: entries });
      client.send({ event: 'state', data: state });
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the demo's own names
      listeners.add((event, data) => client.send({ event: event as 'state', data }));
    }),
    http.post<{ action: string }, Partial<typeof state>>('*/demo/:action', async ({ params, request }) => {
      const body = await request.json();
      asked.push([params.action, ...(Object.keys(body).length > 0 ? [JSON.stringify(body)] : [])].join(' '));
      actions[params.action]?.(body);
      return new HttpResponse(null, { status: 204 });
    }),
  ];
  return { handlers, asked };
}
