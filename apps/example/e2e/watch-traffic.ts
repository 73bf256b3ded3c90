type Handler = (request: Request) => Promise<Response>;

interface SentResponse {
  readonly url: string;
  readonly headers: string;
  readonly isGzipped: boolean;
  readonly chunks: Uint8Array<ArrayBuffer>[];
}

/** Every response to the browsers, as text. */
export interface Traffic {
  /** Wraps the handler of the server, so it sees redirects and aborted pages too. */
  readonly wrapHandler: (next: Handler) => Handler;
  /** Returns the addresses of the responses that contain one of the texts, including unfinished ones. */
  responsesWith(texts: readonly string[]): Promise<string[]>;
  /** Number of responses. */
  count(): number;
}

export function watchTraffic(): Traffic {
  const responses: SentResponse[] = [];
  return {
    wrapHandler: (next) => async (request) => {
      const response = await next(request);
      const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
      const isGzipped = response.headers.get('content-encoding') === 'gzip';
      const sent: SentResponse = { url: request.url, headers, isGzipped, chunks: [] };
      responses.push(sent);
      return recordBody(response, sent.chunks);
    },
    responsesWith: async (texts) => {
      const all = await Promise.all(responses.map(async (sent) => ({ ...sent, text: await textOf(sent) })));
      return all.filter(({ text }) => texts.some((part) => text.includes(part))).map(({ url }) => url);
    },
    count: () => responses.length,
  };
}

/** Returns the same response, and records its body as it is sent, because an event stream may never end. */
function recordBody(response: Response, chunks: SentResponse['chunks']): Response {
  if (response.body === null) return response;
  const recorder = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (chunk, controller) => {
      chunks.push(chunk.slice());
      controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(recorder), { status, statusText, headers });
}

async function textOf({ headers, isGzipped, chunks }: SentResponse): Promise<string> {
  const sent = new Blob(chunks);
  const body = isGzipped ? sent.stream().pipeThrough(new DecompressionStream('gzip')) : sent;
  // A gzipped response that was aborted has no end; it is an asset that a page no longer needed.
  const text = await new Response(body).text().catch(() => '');
  return `${headers}\n${text}`;
}
