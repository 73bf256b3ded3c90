import { assertArgument } from '../base/assert-argument.ts';
import { isRecord } from '../base/is-record.ts';
import { createSharedRate } from '../pacing/shared-rate.ts';
import type { SharedBudget } from '../pacing/shared-budget.ts';
import type { Authenticator } from './authenticator.ts';
import type { Pacing } from './pacing.ts';
import { withPacing } from './with-pacing.ts';

/** Options of {@link paceTogether}. */
export interface PaceTogetherOptions {
  /** The budget, on a store that all processes reach. */
  readonly budget: SharedBudget;
  /**
   * Names the credential alike in all processes, such as the organization and the user of a grant. Required
   * with a token source, whose tokens change. Default: the API key or the bearer token. The store receives only
   * a digest.
   */
  readonly name?: string | undefined;
}

/**
 * Paces calls like `pace`, with a budget that several processes share. Each process keeps its own queues and
 * asks the budget for a few requests at a time, so a call waits for a round trip to the store. While the store
 * fails, each process paces alone.
 *
 * @param options - The budget, and a name for the credential.
 * @returns The `rateLimit` option.
 * @throws TypeError naming the wrong option; `createCloseClient` throws it for a `name` that is missing.
 * @example
 * const rateLimit = paceTogether({ budget: memoryBudget() });
 * const close = createCloseClient({ auth: apiKey('api_…'), rateLimit });
 */
export function paceTogether(options: PaceTogetherOptions): Pacing {
  assertArgument(isRecord(options), ['paceTogether', 'options'], 'an object');
  const { budget, name } = options;
  const isBudget = isRecord(budget) && typeof budget['take'] === 'function';
  assertArgument(isBudget, ['paceTogether', 'budget'], 'an object with the method `take`');
  const isName = name === undefined || (typeof name === 'string' && name !== '');
  assertArgument(isName, ['paceTogether', 'name'], 'a non-empty string');
  return {
    kind: 'pacing',
    toLayer: (settings) => {
      const secret = name ?? credentialOf(settings.authenticator);
      let digest: Promise<string> | undefined;
      return withPacing({
        ...settings,
        toRate: (group, wake) =>
          createSharedRate(
            {
              ...settings,
              take: async (n, news) =>
                budget.take(`${await (digest ??= digestOf(secret))} ${group}`, n, news),
            },
            wake,
          ),
      });
    },
  };
}

function credentialOf(authenticator: Authenticator): string {
  const credential = authenticator.authorization?.();
  const requirement = 'a string, unless `auth` is apiKey() or bearer() with a token';
  assertArgument(credential !== undefined, ['paceTogether', 'name'], requirement);
  return credential;
}

/** A digest for this purpose only: no other digest of the credential tells whether they belong together. */
async function digestOf(secret: string): Promise<string> {
  const bytes = new TextEncoder().encode(`closekit budget ${secret}`);
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest, 0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
