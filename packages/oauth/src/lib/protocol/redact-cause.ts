const depthLimit = 3;

/**
 * Copies an error and its causes with all secrets redacted, safe to log. Transports and parsers may put whole
 * bodies into their errors, so the errors themselves are never passed on.
 */
export function redactCause(cause: unknown, secrets: readonly (string | undefined)[], depth = 0): Error {
  const redacted = new Error(redact(cause instanceof Error ? cause.message : 'Unknown error.', secrets));
  if (!(cause instanceof Error)) return redacted;
  redacted.name = redact(cause.name, secrets);
  const code = errorCode(cause);
  if (code !== undefined) Object.assign(redacted, { code: redact(code, secrets) });
  if (cause.cause instanceof Error && depth < depthLimit) {
    redacted.cause = redactCause(cause.cause, secrets, depth + 1);
  }
  return redacted;
}

/** The `code` of an error or of one of its causes, such as `ECONNREFUSED`. */
export function errorCode(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > depthLimit) return undefined;
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : errorCode(error.cause, depth + 1);
}

function redact(text: string, secrets: readonly (string | undefined)[]): string {
  let safe = text;
  for (const secret of secrets) {
    if (!secret) continue;
    safe = safe.replaceAll(secret, '[redacted]').replaceAll(formEncoded(secret), '[redacted]');
  }
  return safe;
}

function formEncoded(value: string): string {
  return new URLSearchParams({ v: value }).toString().slice(2);
}
