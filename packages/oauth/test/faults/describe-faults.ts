import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TokenStore } from '@closekit/oauth';
import { engines } from '../engines.ts';
import type { Engine, Place } from '../engines.ts';
import { isLong } from '../proof/is-long.ts';
import { startTokenServer } from '../proof/token-server.ts';
import type { TokenServer } from '../proof/token-server.ts';
import { runCase } from './run-case.ts';
import type { CaseResult } from './run-case.ts';
import { serverFaults } from './server-faults.ts';
import type { ServerFault } from './server-faults.ts';
import { remoteStoreFaults, storeFaults } from './store-faults.ts';
import type { StoreFault } from './store-faults.ts';

const families = Object.keys(serverFaults);
// A late response takes long: it is tested in its family, not in every cell.
const rows = Object.values(serverFaults)
  .flat()
  .filter(({ fault }) => fault?.kind !== 'late');
const processes = 8;

/**
 * Tests every fault on one kind of store. Each kind has its own file, so that they run in parallel.
 *
 * @param name - The kind of store; nothing is tested when its engine is missing.
 */
export function describeFaults(name: Engine['name']): void {
  const here = engines.filter((engine) => engine.name === name);
  describe.skipIf(here.length === 0).each(here)('a refresh on $name', (engine) => {
    const bench = useBench(engine);

    it.each(families)('that %s ends as specified, for one process', async (family) => {
      const expected = serverFaults[family] ?? [];
      const results = await Promise.all(expected.map((server) => bench.run(server, 'nothing', 1)));
      const found = results.map(({ first: [first], requests }) => ({ first, requests }));
      expect(found).toEqual(expected.map(({ first, requests }) => ({ first, requests })));
      expect(results.map(lawOf)).toEqual(expected.map(lawfulEnd));
    });

    it.each(crowdFamiliesOn(engine))('that %s ends the same for all of eight processes', async (family) => {
      const expected = serverFaults[family] ?? [];
      const results = await Promise.all(expected.map((server) => bench.run(server, 'nothing', processes)));
      expect(results.map(lawOf)).toEqual(expected.map(lawfulEnd));
      expect(results.map(({ events }) => events.filter((event) => event === 'dead').length)).toEqual(
        expected.map((server) => (lawfulEnd(server).last === 'token' ? 0 : 1)),
      );
    });

    it.each(storeFaultsOn(engine))('survives every fault of the server while %s', async (store) => {
      const results = await Promise.all(rows.map((server) => bench.run(server, store, 2)));
      expect(results.map(lawOf)).toEqual(rows.map(lawfulEnd));
    });
  });
}

/** Herds on the remote engines have their own proof. */
function crowdFamiliesOn({ remote }: Engine): readonly string[] {
  return remote && !isLong ? [] : families;
}

/** All cases where that is quick; elsewhere those that involve the engine. `pnpm proof` runs all. */
function storeFaultsOn({ remote }: Engine): readonly StoreFault[] {
  return remote && !isLong ? remoteStoreFaults : storeFaults;
}

/** The invariant of every cell: all processes agree, on the newest token or on the verdict of the server. */
function lawOf({ server, last, current }: CaseResult & { server: ServerFault }): object {
  return { name: server.name, last: [...new Set(last)].join(), current: current || last[0] !== 'token' };
}

function lawfulEnd({ name, ended, fatal }: ServerFault): { name: string; last: string; current: true } {
  return { name, last: ended || fatal ? 'reauthorization_required' : 'token', current: true };
}

function useBench(engine: Engine): {
  run(server: ServerFault, store: StoreFault, count: number): Promise<CaseResult & { server: ServerFault }>;
} {
  let place: Place;
  let http: TokenServer;
  let connections: TokenStore[];
  let cases = 0;
  const faultOf = new Map<string, ServerFault>();

  beforeAll(async () => {
    place = await engine.makePlace();
    connections = Array.from({ length: processes }, () => place.connect());
    http = await startTokenServer();
    http.plan = ({ key, requests }) => (requests === 1 ? faultOf.get(key)?.fault : undefined);
  });

  afterAll(async () => {
    await Promise.all(connections.map((connection) => Promise.resolve(connection.close?.())));
    await http.close();
    await place.end();
  });

  return {
    async run(server, store, count) {
      const key = `case/${(cases += 1)}`;
      faultOf.set(key, server);
      const result = await runCase(http, { key, server, store, connections: connections.slice(0, count) });
      return { ...result, server };
    },
  };
}
