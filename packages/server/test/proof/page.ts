import type { Browser } from '../browser.ts';
import { readMessages } from '../read-messages.ts';
import type { MessageReader } from '../read-messages.ts';
import { pause } from './pause.ts';

/** The result of a page that the app refused: the code of the error. */
export type Refusal = 'signed_out' | 'reauthorization_required';

/** An open page that follows the changes at Close, as `EventSource` does. */
export interface Page {
  /** The ids of the events that it received. */
  readonly events: ReadonlySet<string>;
  /** The number of changes at Close before it last read all data: when it was opened, and at each `reset`. */
  readonly knownUpTo: () => number;
  readonly counts: { reconnects: number; resets: number };
  /** Settles when the app refuses its stream, or it was closed. */
  readonly ended: Promise<Refusal | 'closed'>;
  close(): void;
}

/** The options of {@link openPage}. */
export interface PageOptions {
  readonly browser: Browser;
  /** The number of changes at Close until now. */
  readonly changes: () => number;
  readonly random: () => number;
}

/** Opens a page. After a broken connection it reconnects with the last position. */
export function openPage({ browser, changes, random }: PageOptions): Page {
  let isLeaving = false;
  let stream: MessageReader | undefined;
  const events = new Set<string>();
  const counts = { reconnects: 0, resets: 0 };
  let known = 0;
  let position: string | undefined;

  function take(message: string): void {
    const fields = new Map(message.split('\n').map((line) => splitField(line)));
    if (fields.get('event') === 'reset') counts.resets += 1;
    if (position === undefined || fields.get('event') === 'reset') known = changes();
    const data: { id?: string } = JSON.parse(fields.get('data') ?? '{}');
    if (data.id !== undefined) events.add(data.id);
    position = fields.get('id') ?? position;
  }

  async function connect(): Promise<Refusal | undefined> {
    const headers: Record<string, string> = position === undefined ? {} : { 'last-event-id': position };
    const response = await browser.call('/api/close/events', { headers });
    if (response.status !== 200) return refusalOf(await response.json());
    const reader = readMessages(response);
    stream = reader;
    if (isLeaving) await reader.leave();
    for (let message = await reader.next(); message !== undefined; message = await reader.next())
      take(message);
    return undefined;
  }

  async function follow(): Promise<Refusal | 'closed'> {
    for (;;) {
      const refusal = await connect().catch(() => undefined);
      if (isLeaving) return 'closed';
      if (refusal !== undefined) return refusal;
      counts.reconnects += 1;
      await pause(200 * random());
    }
  }

  return {
    events,
    knownUpTo: () => known,
    counts,
    ended: follow(),
    close() {
      isLeaving = true;
      void stream?.leave().catch(() => undefined);
    },
  };
}

function splitField(line: string): [name: string, value: string] {
  const colon = line.indexOf(': ');
  return [line.slice(0, colon), line.slice(colon + 2)];
}

/** `undefined` for a failure that passes: the page tries again. */
function refusalOf({ code }: { code?: unknown }): Refusal | undefined {
  return code === 'signed_out' || code === 'reauthorization_required' ? code : undefined;
}
