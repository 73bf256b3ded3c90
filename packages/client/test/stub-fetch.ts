/** A request that a stubbed server received. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
  readonly credentials: string;
  readonly redirect: string;
}

/** One scripted answer: a response, a connection failure, or a function of the request. */
export type Answer = Response | Error | ((request: Request) => Response | Promise<Response>);

/** A `fetch` that plays a script and records its requests. */
export interface StubFetch {
  readonly fetch: typeof fetch;
  readonly seen: SeenRequest[];
}

/** Plays the answers in order; a request beyond the script fails the test that sent it. */
export function stubFetch(...answers: Answer[]): StubFetch {
  const seen: SeenRequest[] = [];
  return {
    seen,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      seen.push(await record(request.clone()));
      const answer = answers.shift();
      if (answer === undefined) throw new Error(`unexpected request ${request.method} ${request.url}`);
      if (answer instanceof Error) throw answer;
      return typeof answer === 'function' ? answer(request) : answer;
    },
  };
}

async function record(request: Request): Promise<SeenRequest> {
  const { method, url, headers, credentials, redirect } = request;
  const { pathname, search } = new URL(url);
  return { method, url, path: pathname + search, headers, credentials, redirect, body: await request.text() };
}

/** A JSON response. */
export function json(body: unknown, init: ResponseInit = {}): Response {
  return Response.json(body, init);
}

/** A sleep that returns at once and records its durations. */
export function recordSleep(): {
  readonly waits: number[];
  readonly sleep: (durationMs: number) => Promise<void>;
} {
  const waits: number[] = [];
  return {
    waits,
    sleep: async (durationMs) => {
      waits.push(durationMs);
    },
  };
}
