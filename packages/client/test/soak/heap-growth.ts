import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the flag above defines it
const collectGarbage = runInNewContext('gc') as () => void;

/** What is closed in one turn of the event loop is released some turns later. */
const settleTurns = 5;
const settleMs = 20;

/**
 * Runs the same work again and again. Returns by how many bytes the heap has grown from the third quarter of the
 * rounds to the last: the first half fills the pools of the platform.
 */
export async function heapGrowth(work: () => Promise<void>, rounds: number): Promise<number> {
  const sizes: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await work();
    if (round >= rounds / 2) sizes.push(await heapSize());
  }
  const quarter = sizes.length / 2;
  return Math.min(...sizes.slice(quarter)) - Math.min(...sizes.slice(0, quarter));
}

async function heapSize(): Promise<number> {
  for (let turn = 0; turn < settleTurns; turn += 1) {
    await new Promise((resolve) => {
      setTimeout(resolve, settleMs);
    });
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}
