import { isRecord } from '../base/is-record.ts';
import { createSubscriptions } from './bus.ts';
import type { EndedSessions, LiveBus } from './bus.ts';
import { parseLiveEvent } from './event.ts';

/** Carries texts between processes. */
export interface TextLine {
  send(text: string): Promise<void>;
  /** Starts to receive, unless it was started. */
  start(): void;
  close(): Promise<void>;
}

/** What a line has received. */
export interface TextReceiver {
  readonly receive: (text: string) => void;
  /** Texts arrive from now on; earlier ones may have been missed. */
  readonly resumed: () => void;
}

/** Creates a bus over a line. All events go over one channel: each process picks those that its pages follow. */
export function textBus(open: (receiver: TextReceiver) => TextLine): Required<LiveBus> {
  const local = createSubscriptions();
  const line = open({
    receive(text) {
      const { event, ended } = parse(text);
      const known = parseLiveEvent(event);
      if (known !== undefined) local.publish(known);
      if (isRecord(ended)) local.publishEnded(parseEnded(ended));
    },
    resumed: () => local.missedSome(),
  });
  return {
    publish: (event) => line.send(JSON.stringify({ event })),
    subscribe(organizationId, listener, missed) {
      line.start();
      return local.subscribe(organizationId, listener, missed);
    },
    publishEnded: (ended) => line.send(JSON.stringify({ ended })),
    subscribeEnded(listener, missed) {
      line.start();
      return local.subscribeEnded(listener, missed);
    },
    close: () => line.close(),
  };
}

/** A text that is not ours has no members. */
function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function parseEnded(value: Readonly<Record<string, unknown>>): EndedSessions {
  const { key, userId, organizationId } = value;
  return {
    ...(typeof key === 'string' && { key }),
    ...(typeof userId === 'string' && { userId }),
    ...(typeof organizationId === 'string' && { organizationId }),
  };
}
