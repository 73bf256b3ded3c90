import { describe, expect, it } from 'vitest';
import { memoryLiveBus } from '../../src/index.ts';
import type { LiveBus } from '../../src/index.ts';
import { withTime } from '../pass-time.ts';
import { codeOf, signIn } from '../set-up-handler.ts';
import { closeEvent, signatureKey, signDelivery } from '../sign-delivery.ts';

const hang = (): Promise<never> => new Promise(() => undefined);
const post = { method: 'POST' };

/** A handler whose bus never settles. */
async function signInAtHangingBus() {
  const bus: LiveBus = { ...memoryLiveBus(), publish: hang, publishEnded: hang };
  return signIn({ webhooks: { signatureKey, bus } });
}

describe('a bus whose calls never settle', () => {
  it('holds no delivery longer than ten seconds, and Close repeats it', async () => {
    const { handler } = await signInAtHangingBus();
    for (let delivery = 0; delivery < 2; delivery += 1) {
      await withTime(async (pass) => {
        const outcome = codeOf(handler(signDelivery(closeEvent())));
        await pass(10_000);
        expect(await outcome).toEqual([503, 'live_bus_unavailable']);
      });
    }
  });

  it('fails neither a sign-out nor a disconnect, and is reported', async () => {
    for (const [route, ms] of [
      ['logout', 5000],
      ['disconnect', 10_000],
    ] as const) {
      const all = await signInAtHangingBus();
      await withTime(async (pass) => {
        const response = all.browser.call(`/api/close/${route}`, post);
        await pass(ms);
        // A disconnect tells the other processes of the session, and of the grant.
        if (route === 'disconnect') await pass(ms);
        expect([route, (await response).status]).toEqual([route, 204]);
        expect([route, all.browser.cookies.size]).toEqual([route, 0]);
      });
      expect(all.errors.length).toBeGreaterThan(0);
    }
  });
});
