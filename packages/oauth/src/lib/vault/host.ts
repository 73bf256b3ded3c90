/** What the host does with work after a call: the checked option `background`. */
export interface Host {
  /** Whether work goes on after the call that started it, at least for a time. */
  readonly hasBackground: boolean;
  /** How long a refresh may take in all, in milliseconds; infinite where nothing ends a call. */
  readonly callMs: number;
  /** How long a refresh waits for that of another process, in milliseconds. */
  readonly watchMs: number;
  /** Asks the host to wait for work. */
  keepAlive(work: Promise<unknown>): void;
}

/** The values of the option `background` of `createCloseOAuth`. */
export type BackgroundOption = 'auto' | 'off' | { waitUntil(work: Promise<unknown>): void };

const defaultCallMs = 25_000;
/** The part of a call that is left for the caller, in milliseconds. */
const reserveMs = 5000;
/** The shortest allowed value of the option `callLimitMs`. */
const shortestCallMs = 6000;

/**
 * Reads the options on the host. On hosts that stop a process after each call, `auto` is the same as `off`.
 *
 * @throws TypeError that names the wrong option.
 */
export function parseHostOptions({
  background = 'auto',
  callLimitMs,
  timeoutMs,
}: {
  readonly background?: BackgroundOption | undefined;
  readonly callLimitMs?: number | undefined;
  readonly timeoutMs: number;
}): Host {
  const waitUntil = typeof background === 'object' ? background?.waitUntil : undefined;
  if (background !== 'auto' && background !== 'off' && typeof waitUntil !== 'function') {
    throw new TypeError(
      'createCloseOAuth: `background` must be "auto", "off" or an object with `waitUntil`.',
    );
  }
  if (callLimitMs !== undefined && !(callLimitMs >= shortestCallMs)) {
    throw new TypeError(`createCloseOAuth: \`callLimitMs\` must be at least ${shortestCallMs}.`);
  }
  if (background === 'off' && callLimitMs === undefined) {
    throw new TypeError('createCloseOAuth: `callLimitMs` must be set when `background` is "off".');
  }
  const isLimited = background !== 'auto' || stopsAfterCalls();
  const callMs = isLimited ? (callLimitMs ?? defaultCallMs) - reserveMs : Infinity;
  const hasBackground = waitUntil !== undefined || !isLimited;
  return {
    hasBackground,
    callMs,
    watchMs: hasBackground ? callMs : Math.min(timeoutMs, callMs),
    keepAlive: (work) =>
      waitUntil?.call(
        background,
        work.catch(() => undefined),
      ),
  };
}

// The variables by which these hosts announce themselves to the programs they run.
const variables = [
  'AWS_LAMBDA_FUNCTION_NAME',
  'VERCEL',
  'NETLIFY',
  'K_SERVICE',
  'FUNCTIONS_WORKER_RUNTIME',
  'DENO_DEPLOYMENT_ID',
] as const;

function stopsAfterCalls(): boolean {
  const { navigator, process } = globalThis as {
    navigator?: { userAgent?: string };
    process?: { env?: Record<string, string | undefined> };
  };
  if (navigator?.userAgent === 'Cloudflare-Workers') return true;
  return variables.some((name) => process?.env?.[name] !== undefined);
}
