import { base62Digits, createRandom } from '../base/random.ts';

/** The place of a seeded lead: the number of its organization and its index there. */
export interface LeadPlace {
  readonly organization: 0 | 1;
  readonly index: number;
}

/** Writes the place of a lead into ids, so that an id leads to its lead, and the ids of two leads differ. */
export interface PlaceCode {
  /** The end of every id of this lead and its rows. */
  encode(place: LeadPlace): string;
  /** The place at the end of an id; of other ids any place, or `undefined`. */
  decode(id: string): LeadPlace | undefined;
}

const codeLength = 5; // 62^5 is more than 2^29
const codeBits = 29;
const mask = 2 ** codeBits - 1;
const halfBits = 15; // at least half of the bits: such a shift undoes itself
const factor = 0x2c1b3c6d;
const inverseFactor = 0x64ea2d65; // modulo 2^32: the product with the factor is 1

export const mostLeads = 100_000_000;

export function createPlaceCode(seed: number): PlaceCode {
  const key = Math.floor(createRandom(seed, -1).next() * mask);
  return {
    encode: ({ organization, index }) => toDigits(scramble((index * 2 + organization) ^ key, factor)),
    decode: (id) => {
      const code = readDigits(id.slice(-codeLength));
      if (code === undefined) return undefined;
      const place = scramble(code, inverseFactor) ^ key;
      return { organization: place % 2 === 0 ? 0 : 1, index: place >>> 1 };
    },
  };
}

/** Multiplies within the bits of a code; the inverse factor undoes it. */
function scramble(value: number, by: number): number {
  return fold(Math.imul(fold(value), by) & mask);
}

function fold(value: number): number {
  return value ^ (value >>> halfBits);
}

function toDigits(code: number): string {
  const digitAt = (_: unknown, place: number): string =>
    base62Digits.charAt(Math.floor(code / base62Digits.length ** place) % base62Digits.length);
  return Array.from({ length: codeLength }, digitAt).join('');
}

function readDigits(text: string): number | undefined {
  const digits = Array.from(text, (digit) => base62Digits.indexOf(digit));
  if (digits.length < codeLength || digits.includes(-1)) return undefined;
  const code = digits.reduceRight((sum, digit) => sum * base62Digits.length + digit, 0);
  return code <= mask ? code : undefined;
}
