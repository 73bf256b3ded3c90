import type { Transform } from 'node:stream'; // oxlint-disable-line no-restricted-imports -- behind the door ./node
import { createBrotliDecompress, createUnzip } from 'node:zlib'; // oxlint-disable-line no-restricted-imports -- behind the door ./node

/**
 * A decoder for a body in a coding that the browser did not accept. `undefined` for a coding that is not
 * known: such a body is forwarded with the name of its coding.
 */
export function createDecoder(coding: string): Transform | undefined {
  if (coding === 'br') return createBrotliDecompress();
  return coding === 'gzip' || coding === 'x-gzip' || coding === 'deflate' ? createUnzip() : undefined;
}
