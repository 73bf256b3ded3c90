import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pause } from './pause.ts';
import type { AppNews, AppOrder, AppSpec } from './app-messages.ts';

/** A child process that serves the app. */
export interface App {
  readonly name: string;
  readonly child: ChildProcess;
  /** The port, once it listens. */
  port: number | undefined;
  /** How many requests it has responded to. */
  served: number;
  /** When it was killed, by `performance.now()`. */
  killedAt: number | undefined;
  /** The events of its vault, such as `refreshed user_1`. */
  readonly events: string[];
  /** Settles when it listens or has exited. */
  readonly started: Promise<unknown>;
}

/** Three places for processes, behind one load balancer. */
export interface Fleet {
  /** The processes that run now, dead ones until they are replaced. */
  readonly apps: readonly App[];
  /** Every process that ever ran, by name. */
  readonly history: ReadonlyMap<string, App>;
  /** Kills a process without warning and starts another in its place. */
  restart(place: number): void;
  /** Kills one process after the other, and always leaves one that serves. Returns the number of kills. */
  killInTurn(isOver: (kills: number) => boolean, random: () => number): Promise<number>;
  /** Settles when all processes listen. */
  ready(): Promise<void>;
  /** Sends a process an order and returns its reply. */
  ask(place: number, order: AppOrder, reply: AppNews['type']): Promise<AppNews>;
  /** Kills all processes. */
  close(): Promise<void>;
}

// The second process of a fleet starts in a fifth of the time of the first.
const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'closekit-compile-cache') };
const appPath = new URL('app.ts', import.meta.url);
const places = [0, 1, 2];
// So that users get on, however slow the machine is: while they wait, no process is killed.
const leastServed = 40;

/** Starts the processes of a fleet. */
export async function startFleet(spec: Omit<AppSpec, 'name'>): Promise<Fleet> {
  const history = new Map<string, App>();
  const launch = (): App => {
    const app = startApp({ ...spec, name: `p${history.size + 1}` });
    history.set(app.name, app);
    return app;
  };
  const apps = places.map(launch);
  const isServing = (app: App): boolean => app.port !== undefined && app.killedAt === undefined;
  const hasFailed = ({ child, killedAt }: App): boolean => child.exitCode !== null && killedAt === undefined;
  const fleet: Fleet = {
    apps,
    history,
    restart(place) {
      const app = apps[place];
      if (app === undefined) return;
      app.child.kill('SIGKILL');
      app.killedAt = performance.now();
      apps[place] = launch();
    },
    async killInTurn(isOver, random) {
      let kills = 0;
      for (; !isOver(kills); kills += 1) {
        const place = kills % apps.length;
        await pause(150 + 250 * random());
        while (apps.filter(isServing).length < 2 || (apps[place]?.served ?? 0) < leastServed) {
          if (apps.some(hasFailed)) throw new Error('A process has ended by itself.');
          await pause(10);
        }
        fleet.restart(place);
      }
      return kills;
    },
    async ready() {
      await Promise.all(apps.map((app) => app.started));
    },
    async ask(place, order, reply) {
      const child = apps[place]?.child;
      if (child === undefined) throw new Error('No such process.');
      const replied = new Promise<AppNews>((resolve) => {
        child.on('message', (news: AppNews) => {
          if (news.type === reply) resolve(news);
        });
      });
      child.send(order);
      return replied;
    },
    async close() {
      const running = apps.filter(({ child }) => child.exitCode === null && child.signalCode === null);
      const exits = running.map(({ child }) => once(child, 'exit'));
      for (const { child } of running) child.kill('SIGKILL');
      await Promise.all(exits);
    },
  };
  await fleet.ready();
  if (apps.some(({ port }) => port === undefined)) throw new Error('A process has ended before it listened.');
  return fleet;
}

function startApp(spec: AppSpec): App {
  const child = fork(appPath, {
    execArgv: ['--no-warnings', '--conditions=@closekit/source'],
    stdio: 'inherit',
    env,
  });
  const listening = new Promise<void>((resolve) => {
    child.on('message', (news: AppNews) => {
      if (news.type === 'ready') {
        app.port = news.port;
        resolve();
      }
      if (news.type === 'event') app.events.push(`${news.event} ${news.userId}`);
    });
  });
  const app: App = {
    name: spec.name,
    child,
    port: undefined,
    served: 0,
    killedAt: undefined,
    events: [],
    started: Promise.race([listening, once(child, 'exit')]),
  };
  const order: AppOrder = { type: 'start', spec };
  child.send(order, () => undefined);
  return app;
}
