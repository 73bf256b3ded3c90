import type { BrowserContext, Response as BrowserResponse } from 'playwright';

/** Everything a browser was sent, as text. */
export interface Traffic {
  watch(context: BrowserContext): void;
  /** Waits until every body has been read. */
  settle(): Promise<void>;
  /** The addresses of the answers in which one of the texts appears. */
  answersWith(texts: readonly string[]): string[];
  /** How many answers came. */
  count(): number;
  /** Answers whose body the browser has thrown away before it could be read, redirects (which have none) left out. */
  unread(): string[];
}

interface Answer {
  readonly url: string;
  readonly text: string;
}

export function watchTraffic(): Traffic {
  const answers: Answer[] = [];
  const unread: string[] = [];
  const reading: Promise<void>[] = [];

  async function read(response: BrowserResponse): Promise<void> {
    const headers = await response.headersArray();
    const isRedirect = response.status() >= 300 && response.status() < 400;
    const body = isRedirect ? '' : await response.body().then(String, () => undefined);
    if (body === undefined) unread.push(response.url());
    const lines = headers.map(({ name, value }) => `${name}: ${value}`);
    answers.push({ url: response.url(), text: [response.url(), ...lines, body].join('\n') });
  }
  return {
    watch: (context) => {
      context.on('response', (response) => reading.push(read(response)));
    },
    settle: async () => {
      await Promise.all(reading);
    },
    answersWith: (texts) =>
      answers.filter(({ text }) => texts.some((part) => text.includes(part))).map(({ url }) => url),
    count: () => answers.length,
    unread: () => unread,
  };
}
