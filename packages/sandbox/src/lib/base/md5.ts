const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const [factors, offsets] = [
  [1, 5, 3, 7],
  [0, 1, 5, 0],
];
const constants = Array.from({ length: 64 }, (_empty, step) =>
  Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32),
);

/** The MD5 of bytes, in hex (RFC 1321). Web Crypto does not have it. */
export function md5(bytes: Uint8Array): string {
  const words = padded(bytes);
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let start = 0; start < words.length; start += 16) addBlock(state, words.subarray(start, start + 16));
  return Array.from(new Uint8Array(state.buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The message with its end mark and length, as words; every platform of JavaScript is little-endian. */
function padded(bytes: Uint8Array): Uint32Array {
  const words = new Uint32Array(((bytes.length + 8) >> 6) * 16 + 16);
  const message = new Uint8Array(words.buffer);
  message.set(bytes);
  message[bytes.length] = 0x80;
  words.set([bytes.length * 8, bytes.length / 2 ** 29], words.length - 2);
  return words;
}

function addBlock(state: Uint32Array, words: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let step = 0; step < 64; step += 1) {
    const round = step >> 4;
    const place = ((factors[round] ?? 0) * step + (offsets[round] ?? 0)) % 16;
    const sum = (a + mix(round, b, [c, d]) + (constants[step] ?? 0) + (words[place] ?? 0)) | 0;
    const shift = shifts[round * 4 + (step % 4)] ?? 0;
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
  }
  for (const [index, word] of [a, b, c, d].entries()) state[index] = (state[index] ?? 0) + word;
}

function mix(round: number, b: number, [c, d]: readonly [number, number]): number {
  if (round === 0) return (b & c) | (~b & d);
  if (round === 1) return (d & b) | (~d & c);
  return round === 2 ? b ^ c ^ d : c ^ (b | ~d);
}
