import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startRawServer } from '../advisories/raw-server.ts';
import { settings, timeoutMs } from './fuzz-settings.ts';
import { openFuzzWorld } from './fuzz-world.ts';

describe('the whole server', () => {
  it('survives any bytes', { timeout: timeoutMs }, async () => {
    const { world, secretsIn } = await openFuzzWorld();
    const send = await startRawServer(world.handler);
    const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
    const bytes = fc.string({ unit: byte, maxLength: 40 });
    const start = fc.oneof(
      bytes,
      bytes.map((text) => `GET /api/close/${text}`),
      bytes.map((text) => `POST ${text}`),
    );
    const line = fc.oneof(
      bytes,
      bytes.map((text) => `cookie: ${text}`),
      bytes.map((text) => `host: ${text}`),
    );
    const request = fc.tuple(start, fc.array(line, { maxLength: 4 }), bytes);
    const property = fc.asyncProperty(request, async ([target, lines, body]) => {
      const raw = await send(target, lines, body);
      expect(secretsIn(raw)).toEqual([]);
      expect(raw).not.toMatch(/^HTTP\/1\.1 500/);
    });
    await fc.assert(property, settings);
    expect(await send('GET /api/close/health', [])).toMatch(/^HTTP\/1\.1 200/);
  });
});
