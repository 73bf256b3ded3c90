type Handler = (request: Request) => Promise<Response>;

interface Answer {
  readonly url: string;
  readonly headers: string;
  readonly isPacked: boolean;
  readonly chunks: Uint8Array<ArrayBuffer>[];
}

/** Everything the browsers were sent, as text. */
export interface Traffic {
  /** Stands where the server hands its answers to the browsers: redirects and pages that are left at once included. */
  readonly wrapHandler: (next: Handler) => Handler;
  /** The addresses of the answers in which one of the texts appears, those that are still being sent included. */
  answersWith(texts: readonly string[]): Promise<string[]>;
  /** How many answers there were. */
  count(): number;
}

export function watchTraffic(): Traffic {
  const answers: Answer[] = [];
  return {
    wrapHandler: (next) => async (request) => {
      const response = await next(request);
      const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
      const isPacked = response.headers.get('content-encoding') === 'gzip';
      const answer: Answer = { url: request.url, headers, isPacked, chunks: [] };
      answers.push(answer);
      return noteBody(response, answer.chunks);
    },
    answersWith: async (texts) => {
      const all = await Promise.all(
        answers.map(async (answer) => ({ ...answer, text: await textOf(answer) })),
      );
      return all.filter(({ text }) => texts.some((part) => text.includes(part))).map(({ url }) => url);
    },
    count: () => answers.length,
  };
}

/** The same answer. What is sent is noted on its way: a stream of events may never end. */
function noteBody(response: Response, chunks: Answer['chunks']): Response {
  if (response.body === null) return response;
  const note = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (chunk, controller) => {
      chunks.push(chunk.slice());
      controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(note), { status, statusText, headers });
}

async function textOf({ headers, isPacked, chunks }: Answer): Promise<string> {
  const sent = new Blob(chunks);
  const body = isPacked ? sent.stream().pipeThrough(new DecompressionStream('gzip')) : sent;
  // A packed answer that was cut off has no end; such a one is an asset that a page no longer wanted.
  const text = await new Response(body).text().catch(() => '');
  return `${headers}\n${text}`;
}
