import { describe, expect, it } from 'vitest';
import { defaultSwitches } from '../base/switches.ts';
import { createApi } from './create-api.ts';
import type { ApiOptions } from './create-api.ts';
import { listOperations } from './operations.ts';

function unused(): never {
  throw new Error('An operation without a route needs this.');
}

/** Sends requests to an API without a single route. */
function emptyApi(
  isStrict: boolean,
  authorization = 'Bearer known',
): (method: string, path: string) => Promise<Response> {
  const options: Record<keyof ApiOptions, unknown> = {
    routes: [],
    switches: defaultSwitches,
    isStrict,
    identify: (given: string) => (given === 'Bearer known' ? {} : undefined),
    limiter: { count: unused },
    clock: { now: unused, sleep: unused },
    webhookKeys: 'always',
    origin: '',
    storageOrigin: unused,
    publish: unused,
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- none of the parts is used
  const { handle } = createApi(options as unknown as ApiOptions);
  const headers = { authorization };
  return (method, path) => handle(new Request(`https://close.localhost/api/v1${path}`, { method, headers }));
}

const operations = listOperations([]);

describe('an operation of the contract without a route', () => {
  it('responds with 501, its name and its path', async () => {
    const send = emptyApi(true);
    expect(operations.length).toBeGreaterThan(300);
    for (const { id, key, method, path } of operations) {
      const response = await send(method, path.replaceAll(/\{\w+\}/g, 'x'));
      expect({ key, status: response.status }).toEqual({ key, status: 501 });
      expect(response.headers.get('x-closekit-sandbox')).toBe('not-understood');
      expect(await response.json()).toEqual({ error: expect.stringContaining(`${id} (${key})`) });
    }
  });

  it('responds with 404 if the sandbox is not strict', async () => {
    const response = await emptyApi(false)('GET', '/blocked_phone_number/settings/');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: 'This path does not exist.' });
  });

  it('requires a credential', async () => {
    const response = await emptyApi(true, 'Bearer other')('GET', '/blocked_phone_number/settings/');
    expect(response.status).toBe(401);
  });
});
