/** What the host does with work after a call: the checked option `background`. */
export interface Host {
  /** Whether work goes on after the call that started it, at least for a time. */
  readonly hasBackground: boolean;
  /** How long a refresh may listen for a response after its start; infinite where nothing ends a call. */
  readonly callMs: number;
  /** How long a refresh may wait for that of another process. */
  readonly watchMs: number;
  /** Whether a call is too short to take over the lease of a killed process within it. */
  readonly isShort: boolean;
  /** Asks the host to wait for work. */
  keepAlive(work: Promise<unknown>): void;
}

/** The values of the option `background` of `createCloseOAuth`. */
export type BackgroundOption = 'auto' | 'off' | WaitUntilHost;

/** A host that waits for work after a call, such as a call on Cloudflare Workers or Vercel. */
export interface WaitUntilHost {
  /**
   * Asks the host to wait for work.
   *
   * @param work - The work.
   */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** The options that {@link parseHostOptions} reads. */
export interface HostOptions {
  readonly background?: BackgroundOption | undefined;
  readonly callLimitMs?: number | undefined;
  readonly timeoutMs: number;
}

const defaultCallMs = 25_000;
// What a call needs besides listening for a response.
const reserveMs = 5000;
// What a call needs to answer its caller after it has waited for another process.
const answerMs = 500;
const shortestCallMs = 6000;
const shortCallMs = 12_500;

/**
 * Reads the options on the host. Where the host stops a process between calls, `auto` is the same as `off`.
 *
 * @throws TypeError that names the wrong option.
 */
export function parseHostOptions(options: HostOptions): Host {
  const { background = 'auto', callLimitMs = defaultCallMs, timeoutMs } = options;
  assertHostOptions(options);
  if (background === 'auto' && !stopsBetweenCalls()) return alwaysOn;
  const callMs = callLimitMs - reserveMs;
  const isShort = callLimitMs < shortCallMs;
  const longestWatchMs = callLimitMs - answerMs;
  if (typeof background === 'string') {
    return {
      ...alwaysOn,
      hasBackground: false,
      callMs,
      watchMs: Math.min(timeoutMs, longestWatchMs),
      isShort,
    };
  }
  const keepAlive = (work: Promise<unknown>): void => {
    try {
      background.waitUntil(work.catch(() => undefined));
    } catch {
      // Outside of a call there may be nothing to keep alive; the work goes on as long as the process.
    }
  };
  return { hasBackground: true, callMs, watchMs: longestWatchMs, isShort, keepAlive };
}

const alwaysOn: Host = {
  hasBackground: true,
  callMs: Infinity,
  watchMs: Infinity,
  isShort: false,
  keepAlive: () => undefined,
};

function assertHostOptions({ background = 'auto', callLimitMs }: HostOptions): void {
  const isKnown = background === 'auto' || background === 'off';
  if (!isKnown && typeof Reflect.get(Object(background), 'waitUntil') !== 'function') {
    throw new TypeError(
      'createCloseOAuth: `background` must be "auto", "off" or an object with `waitUntil`.',
    );
  }
  if (callLimitMs !== undefined && callLimitMs < shortestCallMs) {
    throw new TypeError(`createCloseOAuth: \`callLimitMs\` must be at least ${shortestCallMs}.`);
  }
  if (background === 'off' && callLimitMs === undefined) {
    throw new TypeError('createCloseOAuth: `callLimitMs` must be set with `background: "off"`.');
  }
}

// The environment variables by which these hosts announce themselves.
const hostVariables = [
  'AWS_LAMBDA_FUNCTION_NAME',
  'VERCEL',
  'NETLIFY',
  'K_SERVICE',
  'FUNCTIONS_WORKER_RUNTIME',
  'DENO_DEPLOYMENT_ID',
] as const;

function stopsBetweenCalls(): boolean {
  const { navigator, process }: HostGlobals = globalThis;
  if (navigator?.userAgent === 'Cloudflare-Workers') return true;
  return hostVariables.some((name) => process?.env?.[name] !== undefined);
}

interface HostGlobals {
  readonly navigator?: { readonly userAgent?: string };
  readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> };
}
