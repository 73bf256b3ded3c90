// What a browser may be sent unchanged. All others are decoded here.
const known: ReadonlySet<string> = new Set(['gzip', 'br', 'deflate', 'zstd']);

/** The codings of an `Accept-Encoding` header that Close may use: those with a name and a weight above 0. */
export function acceptedCodings(header: string | null): ReadonlySet<string> {
  const accepted = new Set<string>();
  for (const part of (header ?? '').split(',')) {
    const [name = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase());
    if (known.has(name) && parameters.every(isPositiveWeight)) accepted.add(name);
  }
  return accepted;
}

function isPositiveWeight(parameter: string): boolean {
  return /^q\s*=\s*(?:0\.0{0,2}[1-9]\d{0,2}|0\.[1-9]\d{0,2}|1(?:\.0{0,3})?)$/.test(parameter);
}
