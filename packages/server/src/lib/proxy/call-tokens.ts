import type { Grant } from '@closekit/oauth';
import type { HandlerConfig } from '../config/handler-config.ts';
import { freshTokenRefused, replaceToken } from './replace-token.ts';

/** The tokens of one API call: the current one and, if Close refuses it, one more. */
export interface CallTokens {
  /**
   * The token for the next attempt.
   *
   * @throws CloseServerError `reauthorization_required` after the second refusal.
   */
  next(): Promise<string>;
  /** Whether Close accepted the token, by the status of its response. If not, the call is sent again. */
  accepts(status: number): boolean;
}

/** The part of a request that may be read late: its signal costs more than a cached token. */
interface Abortable {
  readonly signal: AbortSignal;
}

/** Replaces a refused token once, so that a call is sent twice at most. */
export function createCallTokens(config: HandlerConfig, grant: Grant, request: Abortable): CallTokens {
  let token: string | undefined;
  let refusals = 0;
  return {
    async next() {
      if (refusals > 1) throw freshTokenRefused();
      token =
        token === undefined
          ? await grant.get(request)
          : await replaceToken(config, grant, { token, signal: request.signal });
      return token;
    },
    accepts(status) {
      if (status === 401) refusals += 1;
      const isOk = status >= 200 && status < 300;
      if (isOk && token !== undefined) config.replacements.accept(grant, token);
      return status !== 401;
    },
  };
}
