import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listCookies, readCookie } from './read-cookie.ts';

const name = '__Host-closekit';
const read = (header: string | null) => readCookie(header, name);

describe('readCookie', () => {
  it('reads a cookie wherever it stands', () => {
    expect(read(`${name}=a`)).toBe('a');
    expect(read(`x=1; ${name}=a=b; y=2`)).toBe('a=b');
    expect(read(`x=1;\t${name} = a \t;y`)).toBe('a');
    expect(read(`${name}=`)).toBe('');
    expect(read(`${name}= ;x=1`)).toBe('');
    expect(read(`x, y=1, z; ${name}=a`)).toBe('a');
  });

  it('reads nothing from other names', () => {
    const others = [
      null,
      '',
      name,
      `${name};x=1`,
      `${name}-flow-1=a`,
      `x${name}=a`,
      `=${name}=a`,
      `x=${name}=a`,
      `"${name}=a"`,
      `${name.toLowerCase()}=a`,
      `__host-closekit=a`,
      `${name}\u00A0=a`,
      `${name}\v=a`,
      `${name}\u0000=a`,
    ];
    expect(others.map((header) => read(header))).toEqual(others.map(() => undefined));
  });

  // Whitespace to `trim()` and `\s`, as a byte and as the runtimes decode it that read headers as UTF-8.
  it('takes no other byte for space', () => {
    const blanks = ['\u00A0', '\u00C2\u00A0', '\u0085', '\v', '\f', '\r', '\n', '\u2028', '\u3000', '\uFEFF'];
    const headers = blanks.flatMap((blank) => [`${blank}${name}=a`, `x=1; ${blank}${name}=a`]);
    expect(headers.map((header) => read(header))).toEqual(headers.map(() => undefined));
    expect(read(`\u00A0${name}=evil; ${name}=a`)).toBe('a');
    expect(read(`${name}=a\u00A0`)).toBe('a\u00A0');
  });

  it('reads nothing when the name is there twice', () => {
    expect(read(`${name}=a; ${name}=a`)).toBeUndefined();
    expect(read(`${name}=a; x=1;${name} =b`)).toBeUndefined();
  });

  it('reads nothing when a second header line may have the name', () => {
    const joined = new Headers([
      ['cookie', `${name}=a; x=1`],
      ['cookie', `${name}=b`],
    ]);
    expect(read(joined.get('cookie'))).toBeUndefined();
    expect(read(`${name}=a; x=1, ${name}=b`)).toBeUndefined();
    expect(read(`x=1,${name}=b`)).toBeUndefined();
  });

  it('agrees with a parser that goes byte by byte', () => {
    const header = fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join(''));
    fc.assert(
      fc.property(header, (text) => {
        expect(read(text)).toBe(modelOf(text, name));
      }),
      { numRuns: 5000 },
    );
  });

  it('agrees with it on any bytes', () => {
    const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
    const bytes = fc.array(fc.oneof(byte, fc.constantFrom(...pieces)), { maxLength: 60 });
    fc.assert(
      fc.property(bytes, (parts) => {
        expect(read(parts.join(''))).toBe(modelOf(parts.join(''), name));
      }),
      { numRuns: 5000 },
    );
  });

  it('takes linear time', () => {
    const hostile = [name, `${name} `, ' ', `; ${name}x=`, ';'].map((part) =>
      part.repeat(2_000_000 / part.length),
    );
    expect(hostile.map((header) => read(header))).toEqual(hostile.map(() => undefined));
  });
});

describe('listCookies', () => {
  it('lists the cookies with a prefix, without ambiguous ones', () => {
    const header = 'a-1=x; b=y; a-2 = z; \u00A0a-3=n; a-4=1; a-4=2; a-5; a-=e';
    expect(listCookies(header, 'a-')).toEqual([
      ['a-1', 'x'],
      ['a-2', 'z'],
      ['a-', 'e'],
    ]);
    expect(listCookies(null, 'a-')).toEqual([]);
  });

  it('lists at most a hundred, because each costs a search of the header', () => {
    const header = Array.from({ length: 1000 }, (_, index) => `b=1; a-${index}=${index}`).join('; ');
    const listed = listCookies(header, 'a-');
    expect(listed).toHaveLength(100);
    expect(listed.at(-1)).toEqual(['a-99', '99']);
  });
});

const namePieces = [
  name,
  `${name}=`,
  `${name}=x;`,
  `${name} =`,
  `, ${name}=`,
  '__Host-',
  'closekit',
  '-flow-',
];
const bytePieces = [' ', '\t', '\u00A0', '=', '=', ';', ';', ',', 'x', '"', '\v'];
const pieces = [...namePieces, ...bytePieces];

/** The rules once more, written to be read: one state for each byte, no search. */
function modelOf(header: string, wanted: string): string | undefined {
  const values: string[] = [];
  let isAmbiguous = false;
  let pair: { name: string; value: string | undefined } = { name: '', value: undefined };
  let line = '';
  const finish = () => {
    if (pair.value !== undefined && trimmed(pair.name) === wanted) values.push(trimmed(pair.value));
    pair = { name: '', value: undefined };
  };
  let isAfterComma = false;
  for (const byte of header) {
    if (byte === ';' || byte === ',') {
      isAfterComma = byte === ',';
      line = '';
    } else if (byte === '=') {
      isAmbiguous ||= isAfterComma && trimmed(line) === wanted;
      isAfterComma = false;
    } else line += byte;
    if (byte === ';') finish();
    else if (pair.value !== undefined) pair.value += byte;
    else if (byte === '=') pair.value = '';
    else pair.name += byte;
  }
  finish();
  return isAmbiguous || values.length > 1 ? undefined : values[0];
}

function trimmed(text: string): string {
  let [start, end] = [0, text.length];
  while (' \t'.includes(text[start] ?? 'x')) start += 1;
  while (end > start && ' \t'.includes(text[end - 1] ?? 'x')) end -= 1;
  return text.slice(start, end);
}
