import { bearer, createCloseClient } from '@closekit/client';
import type { CloseClientOptions } from '@closekit/client';
import { describe, expect, it } from 'vitest';
import { apiSession } from './api-session.ts';

const me = {
  id: 'user_1',
  first_name: 'Ada',
  last_name: 'Lovelace',
  email: 'ada@example.com',
  organizations: [
    { id: 'orga_1', name: 'Analytical Engines' },
    { id: 'orga_2', name: 'Difference Engines' },
  ],
};
const { signal } = new AbortController();

/** A source whose client always gets the same response. */
function sourceOf(answer: () => Response, auth: CloseClientOptions['auth'] = bearer('token')) {
  return apiSession(createCloseClient({ auth, fetch: async () => answer(), retry: false }));
}

describe('apiSession', () => {
  it('reads user and organization from the API', async () => {
    expect(await sourceOf(() => Response.json(me)).read(signal)).toEqual({
      status: 'signed-in',
      user: { id: 'user_1', name: 'Ada Lovelace', email: 'ada@example.com' },
      organization: { id: 'orga_1', name: 'Analytical Engines' },
      organizations: [{ id: 'orga_1', name: 'Analytical Engines' }],
      expiresAt: null,
      generation: null,
      refreshes: null,
      scope: null,
    });
  });

  it('uses the organization of the grant when its user has several', async () => {
    const grant = { organizationId: 'orga_2', get: async () => 'token', invalidate: () => {} };
    for (const auth of [grant, bearer(grant)]) {
      const session = await sourceOf(() => Response.json(me), auth).read(signal);
      expect(session).toMatchObject({ organization: { id: 'orga_2', name: 'Difference Engines' } });
    }
  });

  it('needs reauthorization when the token is refused', async () => {
    const session = await sourceOf(() => new Response(null, { status: 401 })).read(signal);
    expect(session).toEqual({ status: 'needs-reauth' });
  });

  it('fails when the API fails, or returns no organization', async () => {
    await expect(sourceOf(() => new Response(null, { status: 503 })).read(signal)).rejects.toMatchObject({
      code: 'server_error',
    });
    await expect(sourceOf(() => Response.json({ ...me, organizations: [] })).read(signal)).rejects.toThrow(
      new Error('The response is not a session. Check `basePath`.'),
    );
  });
});
