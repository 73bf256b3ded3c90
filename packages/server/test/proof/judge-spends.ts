import type { Spend } from './close.ts';
import type { App } from './fleet.ts';

/** The refresh tokens that were spent more than once. */
export interface DoubleSpends {
  /**
   * After the process that had spent it was killed before it had stored the new pair. Those that come after cannot
   * know whether the request was sent; Close then ends the grant, and the user connects again.
   */
  readonly afterKill: readonly string[];
  /** All others: two processes have refreshed one grant. */
  readonly unexplained: readonly string[];
}

/** Finds the users whose refresh token was spent twice, and why. */
export function judgeSpends(
  spends: ReadonlyMap<string, readonly Spend[]>,
  history: ReadonlyMap<string, App>,
): DoubleSpends {
  const all = [...spends.values()];
  const twice = all.filter((one) => one.length > 1);
  const isExplained = ([first, ...later]: readonly Spend[]): boolean => {
    const app = history.get(first?.process ?? '');
    const next = later[0];
    if (first === undefined || next === undefined || app?.killedAt === undefined) return false;
    const own = all.flat().filter((spend) => spend.process === app.name && spend.userId === first.userId);
    const accepted = own.filter(({ isAccepted }) => isAccepted).length;
    const stored = app.events.filter((event) => event === `refreshed ${first.userId}`).length;
    return app.killedAt < next.at && stored < accepted;
  };
  return {
    afterKill: twice.filter(isExplained).map(userOf),
    unexplained: twice.filter((one) => !isExplained(one)).map(userOf),
  };
}

function userOf([first]: readonly Spend[]): string {
  return first?.userId ?? '';
}
