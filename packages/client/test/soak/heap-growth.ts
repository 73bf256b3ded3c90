import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the flag above defines it
const collectGarbage = runInNewContext('gc') as () => void;

/**
 * Runs the same work again and again. Returns by how many bytes the heap has grown from the first rounds after
 * the warm-up to the last.
 */
export async function heapGrowth(work: () => Promise<void>, rounds: number): Promise<number> {
  const sizes: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await work();
    sizes.push(await heapSize());
  }
  const few = Math.floor(rounds / 5);
  return Math.min(...sizes.slice(-few)) - Math.min(...sizes.slice(few, 2 * few));
}

async function heapSize(): Promise<number> {
  // What is closed in one turn of the event loop is released in a later one.
  for (let turn = 0; turn < 2; turn += 1) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}
