import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const places = ['src/lib/refresh', 'src/lib/vault', 'src/lib/record'];
const run = promisify(execFile);

/** Tells the author of a change to the refresh path that unit tests are not enough for it. */
export async function setup(): Promise<void> {
  if (process.env.CI) return;
  const changed = await listChanges().catch(() => '');
  if (changed === '') return;
  process.stderr.write('The refresh path has changed: run `pnpm proof`, too (about two minutes).\n');
}

/** What is not committed, and what is committed but not pushed. Without an upstream only the former is known. */
async function listChanges(): Promise<string> {
  const uncommitted = await git('status', '--porcelain');
  const unpushed = await git('log', '--oneline', '@{upstream}..').catch(() => '');
  return uncommitted + unpushed;
}

async function git(...words: string[]): Promise<string> {
  const { stdout } = await run('git', [...words, '--', ...places], { cwd: new URL('..', import.meta.url) });
  return stdout.trim();
}
