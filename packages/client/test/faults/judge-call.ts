import type { CloseApiErrorCode } from '../../src/index.ts';
import { isWrite } from './mixed-call.ts';
import type { Arrival, MixedCall } from './mixed-call.ts';

/** Attempts of a call; a refusal by a rate limit or of a token is none. */
const attempts = 3;

/**
 * Compares how a call ended with what the server saw of it, by the rules of the README. Returns what is wrong.
 *
 * @param acted - How often the sandbox carried the call out.
 */
export function judgeCall(call: MixedCall, acted: number): string | undefined {
  const { result, arrivals, ending } = call;
  if (!result) return 'never ended';
  const problem = ending ? judgeEnding(call) : judgeOutcome(call, followRules(arrivals, isWrite(call)));
  return problem ?? (isWrite(call) ? judgeWrite(call, acted) : undefined);
}

/** A call that ends by its time limit or its caller may end before it is sent. */
function judgeEnding(call: MixedCall): string | undefined {
  const most = isWrite(call) || call.ending === 'aborted' ? 1 : attempts;
  if (call.arrivals.length > most) return `was sent ${call.arrivals.length} times`;
  return codeOf(call) === call.ending ? undefined : `ended with ${codeOf(call)}`;
}

function judgeOutcome(call: MixedCall, expected: string): string | undefined {
  if (codeOf(call) !== expected) return `ended with ${codeOf(call)}, not with ${expected}`;
  const told = call.result?.ok === false ? call.result.error.attempts : call.arrivals.length;
  return told === call.arrivals.length ? undefined : `says that it was sent ${told} times`;
}

/** Close carries a write out once when it succeeds, and never twice; an error says whether it may have. */
function judgeWrite({ result }: MixedCall, acted: number): string | undefined {
  if (acted > 1) return `was carried out ${acted} times`;
  if (result?.ok && acted === 0) return 'was not carried out';
  const isDenied = result?.ok === false && !result.error.mayHaveActed;
  return isDenied && acted > 0 ? 'says that it was not carried out' : undefined;
}

function codeOf({ result }: MixedCall): string {
  return result === undefined || result.ok ? 'ok' : result.error.code;
}

/** What the requests that arrived must lead to. */
function followRules(arrivals: readonly Arrival[], isOnce: boolean): string {
  let failures = 0;
  for (const [index, arrival] of arrivals.entries()) {
    const isLast = index === arrivals.length - 1;
    const outcome = outcomeOf(arrival);
    if (outcome === 'again') {
      if (isLast) return `another request after ${arrival.status}`;
      continue;
    }
    const isFinal = outcome === 'ok' || isOnce || arrival.status === 500;
    failures += 1;
    if ((isFinal || failures === attempts) !== isLast) return `${isLast ? 'more' : 'fewer'} requests`;
    if (isLast) return outcome;
  }
  return 'at least one request';
}

function outcomeOf({ status, isWhole, fault }: Arrival): 'ok' | 'again' | CloseApiErrorCode {
  if (status === 0 || (fault === 'cut' && !isWhole)) return 'network';
  if (status === 429 || status === 401) return 'again';
  if (status === 408) return 'invalid_request';
  if (status >= 500) return 'server_error';
  return isWhole ? 'ok' : 'decode';
}
