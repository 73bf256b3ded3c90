/** Credentials in the forms that texts of servers, proxies and libraries repeat them in. */
const secrets = /(\b(?:Bearer|Basic)\s+)[\w.~+/=-]{16,}|(\/\/)[^/@\s]+(?=@)|\bapi_[\w.]{12,}/gi;

/** Longest text that an error shows, in characters. */
const longestText = 300;

/** Shortens a text from elsewhere, and removes what looks like a credential. */
export function redact(text: string): string {
  const clean = text.replace(secrets, '$1$2…');
  return clean.length > longestText ? `${clean.slice(0, longestText)}…` : clean;
}

/** Returns a text without credentials; `undefined` when the value is no text. */
export function redactText(value: unknown): string | undefined {
  return typeof value === 'string' ? redact(value) : undefined;
}
