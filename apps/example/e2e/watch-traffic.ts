type Handler = (request: Request) => Promise<Response>;

/** Everything the browsers were sent, as text. */
export interface Traffic {
  /** Stands where the server hands its answers to the browsers: redirects and pages that are left at once included. */
  readonly wrapHandler: (next: Handler) => Handler;
  /** The addresses of the answers in which one of the texts appears, once every body has been read. */
  answersWith(texts: readonly string[]): Promise<string[]>;
  /** How many answers there were. */
  count(): number;
}

export function watchTraffic(): Traffic {
  const answers: Promise<{ url: string; text: string }>[] = [];
  return {
    wrapHandler: (next) => async (request) => {
      const response = await next(request);
      answers.push(read(request.url, response.clone()));
      return response;
    },
    answersWith: async (texts) => {
      const all = await Promise.all(answers);
      return all.filter(({ text }) => texts.some((part) => text.includes(part))).map(({ url }) => url);
    },
    count: () => answers.length,
  };
}

async function read(url: string, response: Response): Promise<{ url: string; text: string }> {
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`);
  const isPacked = response.headers.get('content-encoding') === 'gzip';
  const body = isPacked ? response.body?.pipeThrough(new DecompressionStream('gzip')) : response.body;
  return { url, text: [...headers, await new Response(body ?? null).text()].join('\n') };
}
