/** One request to the fake server. */
export interface SeenRequest {
  readonly path: string;
  readonly form: Record<string, string>;
}

type Answer = (form: Record<string, string>) => Response | Promise<Response>;

/** A strict authorization server in one function: every refresh token works once. */
export interface FakeClose {
  readonly fetch: typeof globalThis.fetch;
  readonly seen: SeenRequest[];
  /** Waits for the first of the {@link seen} requests, without letting time pass. */
  received(): Promise<void>;
  /**
   * Responds to the next request instead of the server; `rotate` runs the server first and hides its
   * response.
   */
  answerNext(answer: Answer, options?: { rotate?: boolean }): void;
  /** The current refresh token. */
  alive: string;
  /** Members that overwrite those of later token responses. */
  members: Record<string, unknown>;
}

export function fakeClose(): FakeClose {
  let generation = 0;
  const queue: { answer: Answer; rotate: boolean }[] = [];
  const seen: SeenRequest[] = [];
  let receivers: (() => void)[] = [];

  function issue(): Response {
    generation += 1;
    fake.alive = `refresh-secret-${generation}`;
    return Response.json({
      token_type: 'Bearer',
      access_token: `access-secret-${generation}`,
      refresh_token: fake.alive,
      expires_in: 3600,
      scope: 'all.full_access offline_access',
      organization_id: 'orga_1',
      user_id: 'user_1',
      ...fake.members,
    });
  }

  function serve(path: string, form: Record<string, string>): Response {
    if (form.client_secret !== 'client-secret')
      return Response.json({ error: 'invalid_client' }, { status: 401 });
    if (path === '/oauth2/revoke/') {
      if (form.token === fake.alive) fake.alive = '';
      return new Response(null, { status: 200 });
    }
    const good = form.grant_type === 'authorization_code' || form.refresh_token === fake.alive;
    return good ? issue() : Response.json({ error: 'invalid_grant' }, { status: 400 });
  }

  const fake: FakeClose = {
    seen,
    async received() {
      if (seen.length === 0) await new Promise<void>((resolve) => void receivers.push(resolve));
    },
    alive: '',
    members: {},
    answerNext: (answer, options) => queue.push({ answer, rotate: options?.rotate ?? false }),
    async fetch(input, init) {
      const request = new Request(input, init);
      const path = new URL(request.url).pathname;
      const form = Object.fromEntries(new URLSearchParams(await request.text()));
      seen.push({ path, form });
      for (const tell of receivers) tell();
      receivers = [];
      const planned = queue.shift();
      if (planned === undefined) return serve(path, form);
      if (planned.rotate) serve(path, form);
      return planned.answer(form);
    },
  };
  return fake;
}
