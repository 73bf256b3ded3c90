import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startRawServer } from '../advisories/raw-server.ts';
import { openFuzzWorld } from './fuzz-world.ts';
import { hostileRequest } from './hostile-requests.ts';

// A failure prints its seed and path: run again with CLOSEKIT_SEED and CLOSEKIT_PATH to see the same requests.
const seed = Number(process.env.CLOSEKIT_SEED ?? 1);
const path = process.env.CLOSEKIT_PATH;
const numRuns = Number(process.env.CLOSEKIT_RUNS ?? 40);
const settings = { seed, numRuns, ...(path && { path }) };
process.stdout.write(`fuzz: seed ${seed}, ${numRuns} runs each\n`);
const timeoutMs = 20_000 + 200 * numRuns;

/** The timers that are set for good, such as those of open streams. */
async function countTimers(): Promise<number> {
  await vi.advanceTimersByTimeAsync(600_000);
  return vi.getTimerCount();
}

describe('the whole handler', () => {
  beforeEach(() => {
    const toFake = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const;
    vi.useFakeTimers({ toFake: [...toFake] });
  });
  afterEach(() => void vi.useRealTimers());

  it('responds to any requests with a code and without a secret', { timeout: timeoutMs }, async () => {
    let fuzz = await openFuzzWorld();
    const requests = fc.array(hostileRequest, { minLength: 1, maxLength: 6 });
    const property = fc.asyncProperty(requests, async (hostile) => {
      if (!(await fuzz.isSignedIn())) fuzz = await openFuzzWorld();
      for (const one of hostile) {
        // oxlint-disable-next-line no-await-in-loop -- one request after the other
        expect(await fuzz.attack(one)).toEqual([]);
      }
    });
    await fc.assert(property, settings);
  });

  it('holds nothing of any requests', { timeout: timeoutMs }, async () => {
    const { world, countSessions, attack } = await openFuzzWorld();
    const timers = await countTimers();
    const sessions = await countSessions();
    const faults: string[] = [];
    const staying = hostileRequest.filter(({ target: [, url] }) => !/logout|disconnect/.test(url));
    for (const one of fc.sample(staying, { seed, numRuns: 5 * numRuns })) {
      // oxlint-disable-next-line no-await-in-loop -- one request after the other
      faults.push(...(await attack(one)));
    }
    expect(faults).toEqual([]);
    expect(await countSessions()).toBe(sessions);
    expect((await world.store.scan({ limit: 100 })).rows).toHaveLength(1);
    expect(await countTimers()).toBe(timers);
  });
});

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
