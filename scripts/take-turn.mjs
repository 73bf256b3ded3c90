import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Longer than any install takes: a process id may have been given to another program since. */
const abandonedAfterMs = 15 * 60_000;

/**
 * Runs one thing at a time among processes: who comes later waits until the first has ended, or is gone.
 * Node built-ins only: nothing is installed yet when this runs.
 *
 * @param {string} file - The lock: holds the id of the process whose turn it is.
 * @param {() => void} run - What only one process may do.
 * @param {() => void} onWait - Called once when another process has to end first.
 */
export async function takeTurn(file, run, onWait) {
  const own = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(own, String(process.pid));
  const leave = () => rmSync(own, { force: true });
  process.once('exit', leave);
  for (let waited = false; !tryLock(own, file); waited = true) {
    if (!waited) onWait();
    removeAbandoned(file, `${own}.old`);
    await wait(200);
  }
  const unlock = () => rmSync(file, { force: true });
  process.once('exit', unlock);
  run();
  unlock();
  leave();
  process.off('exit', unlock).off('exit', leave);
}

/** A link, so that the lock is there with its content or not at all. */
function tryLock(own, file) {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Renamed before it is removed: several may see at once that its holder is gone. */
function removeAbandoned(file, old) {
  try {
    if (!isAbandoned(file)) return;
    renameSync(file, old);
    rmSync(old);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

function isAbandoned(file) {
  if (Date.now() - statSync(file).mtimeMs > abandonedAfterMs) return true;
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
