import { CloseServerError } from '../base/errors.ts';
import { digest } from '../base/opaque-id.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { jsonResponse } from '../base/json-response.ts';

const timeoutMs = 2000;
const rememberMs = 1000;

/** One check of the stores. */
interface Probe {
  /** Resolves with the failure, or with `undefined`. */
  readonly failure: Promise<unknown>;
  settledAt: number;
}

/** `GET health`: the process responds. */
export async function health(): Promise<Response> {
  return jsonResponse({ status: 'ok' });
}

/**
 * `GET ready`: the session store and the token store respond within two seconds.
 *
 * Anyone can call it, so calls share a check, its result is remembered for a second, and no check starts while a
 * store still owes the response to the previous one.
 */
export function createReady(): (config: HandlerConfig) => Promise<Response> {
  let probe: Probe | undefined;
  return async (config) => {
    if (probe === undefined || performance.now() - probe.settledAt >= rememberMs) probe = startProbe(config);
    const failure = await withinTime(probe.failure);
    if (failure === undefined) return jsonResponse({ status: 'ready' });
    throw new CloseServerError('not_ready', 'A store does not work. See `cause`.', { cause: failure });
  };
}

function startProbe(config: HandlerConfig): Probe {
  const probe: Probe = {
    failure: checkStores(config)
      .catch((error: unknown) => error ?? new Error('A store failed without an error.'))
      .finally(() => (probe.settledAt = performance.now())),
    settledAt: Infinity,
  };
  return probe;
}

/** Reads records that do not exist. */
async function checkStores({ sessions, oauth }: HandlerConfig): Promise<undefined> {
  const grant = oauth.grant({ organizationId: 'orga_readiness', userId: 'user_readiness' });
  await Promise.all([sessions.load(await digest('readiness')), grant.status()]);
}

async function withinTime(failure: Promise<unknown>): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new Error('A store did not respond within two seconds.')), timeoutMs);
  });
  return Promise.race([failure, late]).finally(() => clearTimeout(timer));
}
