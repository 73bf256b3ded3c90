export const base62Digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const charactersPerDraw = 5; // 62^5 fits into the 32 bits of one draw
const idLength = 43;

export interface Random {
  /** A number from 0 (included) to 1 (excluded). */
  next(): number;
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  /** One of the items; the list must not be empty. */
  pick<T>(items: readonly T[]): T;
  /** One of the items, earlier ones more often; the list must not be empty. */
  pickEarly<T>(items: readonly T[]): T;
  /** An id in Close's format: the prefix and 43 base-62 characters. */
  id(prefix: string): string;
}

/** Creates a random source (mulberry32). The same seed and stream give the same sequence. All its ids end with `idEnd`. */
export function createRandom(seed: number, stream: number, idEnd = ''): Random {
  let state = mix(mix(seed | 0) ^ mix(stream + 0x9e3779b9));

  function draw(): number {
    state = (state + 0x6d2b79f5) | 0;
    return mix(state);
  }
  function next(): number {
    return draw() / 4294967296;
  }
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => pickAt(items, next()),
    pickEarly: (items) => pickAt(items, next() ** 2),
    id: (prefix) => prefix + base62(draw).slice(0, idLength - idEnd.length) + idEnd,
  };
}

function base62(draw: () => number): string {
  const codes: number[] = [];
  while (codes.length < idLength) {
    let value = draw();
    for (let count = 0; count < charactersPerDraw && codes.length < idLength; count += 1) {
      codes.push(base62Digits.charCodeAt(value % 62));
      value = Math.floor(value / 62);
    }
  }
  return String.fromCharCode(...codes);
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 15), value | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (mixed ^ (mixed >>> 14)) >>> 0;
}

function pickAt<T>(items: readonly T[], position: number): T {
  const item = items[Math.floor(position * items.length)];
  if (item === undefined) throw new RangeError('Cannot pick from an empty list');
  return item;
}
