import type { IncomingMessage, ServerResponse } from 'node:http'; // oxlint-disable-line no-restricted-imports -- behind the door ./node
import type { HandlerConfig } from '../config/handler-config.ts';
import { findApiCall } from './find-api-call.ts';
import { explainFetch } from './explain-fetch.ts';
import type { FindDispatcher } from './find-dispatcher.ts';
import { forwardCall } from './node-door.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** A listener that sends API calls with a dispatcher, and leaves every other request to `serve`. */
export function createCallListener(
  config: HandlerConfig,
  serve: Listener,
  finding: Promise<FindDispatcher>,
): Listener {
  return (request, response) => {
    const target = findApiCall(config, request);
    if (target === undefined) return serve(request, response);
    void finding.then((find) => {
      const dispatcher = find();
      if (dispatcher !== undefined) return forwardCall(config, dispatcher, { request, response, target });
      explainFetch('undici 7 is not installed, or its global dispatcher is of another version.');
      return serve(request, response);
    });
  };
}
