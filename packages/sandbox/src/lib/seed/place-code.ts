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
const inverseFactor = invert(factor);

/** The number of leads that an organization can have. */
export const mostLeads = 100_000_000;

/** Creates a code, in which the seed scrambles the places. */
export function createPlaceCode(seed: number): PlaceCode {
  const key = Math.floor(createRandom(seed, -1).next() * mask);
  return {
    encode: ({ organization, index }) => toDigits(scramble((index * 2 + organization) ^ key)),
    decode: (id) => {
      const code = readDigits(id.slice(-codeLength));
      if (code === undefined) return undefined;
      const place = unscramble(code) ^ key;
      return { organization: place % 2 === 0 ? 0 : 1, index: place >>> 1 };
    },
  };
}

function scramble(value: number): number {
  return fold(Math.imul(fold(value), factor) & mask);
}

function unscramble(value: number): number {
  return fold(Math.imul(fold(value), inverseFactor) & mask);
}

function fold(value: number): number {
  return value ^ (value >>> halfBits);
}

/** The inverse of an odd number, modulo a power of two up to 2^32. Each step doubles the bits that are right. */
function invert(odd: number): number {
  let inverse = odd;
  for (let step = 0; step < 5; step += 1) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse));
  return inverse;
}

function toDigits(code: number): string {
  let digits = '';
  for (let rest = code; digits.length < codeLength; rest = Math.floor(rest / base62Digits.length)) {
    digits += base62Digits.charAt(rest % base62Digits.length);
  }
  return digits;
}

function readDigits(digits: string): number | undefined {
  let code = 0;
  for (let place = codeLength - 1; place >= 0; place -= 1) {
    const digit = base62Digits.indexOf(digits.charAt(place));
    if (digit < 0 || digits.length < codeLength) return undefined;
    code = code * base62Digits.length + digit;
  }
  return code <= mask ? code : undefined;
}
