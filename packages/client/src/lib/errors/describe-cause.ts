import { isRecord } from '../base/is-record.ts';
import { redact, redactText } from './redact.ts';

/** Causes that an error shows; longer chains repeat themselves. */
const longestChain = 5;

/** Describes the cause of an error as plain values, without secrets: JSON of an `Error` is empty. */
export function describeCause(cause: unknown, depth = 1): unknown {
  if (cause === undefined || depth > longestChain) return undefined;
  // oxlint-disable-next-line typescript/no-base-to-string -- objects are left out
  if (!(cause instanceof Error)) return isRecord(cause) ? undefined : redact(String(cause));
  const { name, message } = cause;
  return {
    name,
    message: redact(message),
    code: codeOf(cause),
    cause: describeCause(cause.cause, depth + 1),
  };
}

/** Finds the first code in the chain of causes, such as `ECONNREFUSED` of a socket or that of TLS. */
export function causeCode(cause: unknown, depth = 1): string | undefined {
  if (!isRecord(cause) || depth > longestChain) return undefined;
  return codeOf(cause) ?? causeCode(cause['cause'], depth + 1);
}

function codeOf(error: object): string | undefined {
  return 'code' in error ? redactText(error.code) : undefined;
}
