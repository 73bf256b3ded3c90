import { once } from 'node:events';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { downloadFile, readExport, uploadFile } from '../../src/files.ts';
import { bearer, createCloseClient } from '../../src/index.ts';
import { serve } from './server.ts';

const megabyte = 1_048_576;
const megabytes = 128;

/** Generous: the pieces that are under way, and garbage. A body that is kept as a whole needs more. */
const mostBytes = 80 * megabyte;

const used = () => process.memoryUsage().heapUsed + process.memoryUsage().external;

/** Measures how far the memory of this process, server included, grows at its peak. */
function watchMemory() {
  const before = used();
  let peak = before;
  return { look: () => void (peak = Math.max(peak, used())), grown: () => peak - before };
}

async function writeTimes(target: Writable, piece: Buffer, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) if (!target.write(piece)) await once(target, 'drain');
}

describe('a long transfer', () => {
  it('downloads in flat memory', async () => {
    const origin = await serve((_, response) => {
      const piece = Buffer.alloc(megabyte, 'x');
      void writeTimes(response, piece, megabytes).then(() => response.end());
    });
    const close = createCloseClient({ auth: bearer('t'), baseUrl: `${origin}/api/v1` });
    const memory = watchMemory();
    const { body } = await downloadFile(close, `${origin}/file`, { onProgress: memory.look });
    let bytes = 0;
    for await (const chunk of body ?? []) bytes += chunk.byteLength;
    expect(bytes).toBe(megabytes * megabyte);
    expect(memory.grown()).toBeLessThan(mostBytes);
  });

  it('uploads in flat memory', async () => {
    let bytes = 0;
    const origin = await serve((request, response) => {
      if (request.url !== '/store') {
        const upload = { url: `${origin}/store`, fields: {} };
        return response.end(JSON.stringify({ upload, download: { url: 'https://app.close.com/go/file/a' } }));
      }
      request.on('data', (chunk: Buffer) => (bytes += chunk.length));
      return request.on('end', () => response.writeHead(201).end());
    });
    const folder = await mkdtemp(join(tmpdir(), 'closekit-upload-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'sparse');
    await writeFile(path, '');
    await truncate(path, megabytes * megabyte);
    const close = createCloseClient({ auth: bearer('t'), baseUrl: `${origin}/api/v1` });
    const memory = watchMemory();
    await uploadFile(close, await openAsBlob(path), { filename: 'sparse', onProgress: memory.look });
    expect(bytes).toBeGreaterThan(megabytes * megabyte);
    expect(memory.grown()).toBeLessThan(mostBytes);
  });

  it('reads the rows of an export in flat memory', async () => {
    const row = JSON.stringify({ id: 'lead_1', name: 'x'.repeat(1000) });
    const inPiece = Math.ceil(megabyte / row.length);
    const piece = Buffer.from(`${row},\n`.repeat(inPiece));
    const origin = await serve((request, response) => {
      if (request.url?.startsWith('/api/'))
        return response.end(JSON.stringify({ id: 'expo_1', status: 'done', download_url: `${origin}/file` }));
      const gzip = createGzip({ level: 1 });
      gzip.pipe(response);
      gzip.write('[');
      return void writeTimes(gzip, piece, megabytes).then(() => gzip.end(`${row}]`));
    });
    const close = createCloseClient({ auth: bearer('t'), baseUrl: `${origin}/api/v1` });
    const memory = watchMemory();
    let count = 0;
    for await (const { id } of readExport(close, 'expo_1')) {
      if (id === 'lead_1') count += 1;
      if (count % 1000 === 0) memory.look();
    }
    expect(count).toBe(megabytes * inPiece + 1);
    expect(memory.grown()).toBeLessThan(mostBytes);
  });
});
