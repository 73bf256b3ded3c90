const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const name = new TextEncoder().encode('subscription_id');

/**
 * Finds the subscription id in a body that is not verified yet, in one pass and without parsing: the value of
 * the only member `subscription_id` of the outermost object. `undefined` when it is missing, repeated or not
 * an id.
 *
 * Names and ids with escapes are not recognized, so the caller compares the id with that of the parsed body.
 */
export function findSubscriptionId(body: Uint8Array): string | undefined {
  let found: string | undefined;
  for (const end of namesAtTop(body)) {
    const value = readMemberId(body, end + 1);
    if (value === undefined) continue;
    if (value === '' || found !== undefined) return undefined;
    found = value;
  }
  return found;
}

/** The closing quotes of the texts `"subscription_id"` that lie directly in the outermost value. */
function* namesAtTop(body: Uint8Array): Generator<number> {
  let depth = 0;
  for (let index = 0; index < body.length; index += 1) {
    const byte = body[index];
    if (isOpening(byte)) depth += 1;
    else if (isClosing(byte)) depth -= 1;
    else if (byte === quote) {
      const start = index + 1;
      index = endOfString(body, start);
      if (depth === 1 && isName(body, start, index)) yield index;
    }
  }
}

/** The index of the closing quote, or the end of the body. */
function endOfString(body: Uint8Array, start: number): number {
  let index = start;
  while (index < body.length && body[index] !== quote) index += body[index] === backslash ? 2 : 1;
  return index;
}

function isName(body: Uint8Array, start: number, end: number): boolean {
  return end - start === name.length && name.every((byte, offset) => body[start + offset] === byte);
}

/** The id after a name: `undefined` when no colon follows it, so that it is no name; `''` for another value. */
function readMemberId(body: Uint8Array, start: number): string | undefined {
  const colonAt = skipSpace(body, start);
  if (body[colonAt] !== colon) return undefined;
  const valueAt = skipSpace(body, colonAt + 1);
  if (body[valueAt] !== quote) return '';
  const end = endOfString(body, valueAt + 1);
  const text = end - valueAt > 200 ? '' : String.fromCharCode(...body.subarray(valueAt + 1, end));
  // Anyone can send this id. In a plain object, an id of this form never finds an inherited member.
  return /^[a-z]+_\w{1,100}$/i.test(text) ? text : '';
}

function skipSpace(body: Uint8Array, start: number): number {
  let index = start;
  while (isSpace(body[index])) index += 1;
  return index;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** `{` or `[` */
function isOpening(byte: number | undefined): boolean {
  return byte === 0x7b || byte === 0x5b;
}

/** `}` or `]` */
function isClosing(byte: number | undefined): boolean {
  return byte === 0x7d || byte === 0x5d;
}
