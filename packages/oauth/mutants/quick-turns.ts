/**
 * The tests let turns of the event loop pass with `setTimeout(…, 0)`, which takes a millisecond. That is too long for
 * thousands of mutants: here such a timer is an immediate, which `clearTimeout` does not end. Many mutants wait without
 * end: the turns of a test are limited, and end with it.
 */
import { afterEach } from 'vitest';

const { setTimeout: setTimer } = globalThis;
// Several times the turns of the longest test, also on a busy machine, where cryptography takes many.
const turnLimit = 150_000;
let test = 0;
let turns = 0;

function setQuickTimer(work: () => void, ms = 0): unknown {
  if (ms > 0) return setTimer(work, ms);
  const owner = test;
  turns += 1;
  return setImmediate(() => {
    if (owner === test && turns < turnLimit) work();
  });
}

Object.assign(globalThis, { setTimeout: Object.assign(setQuickTimer, setTimer) });

// A mutant is judged by one run of each test: the pauses of all runs have to be the same.
Math.random = () => 0.5;

afterEach(() => {
  test += 1;
  turns = 0;
});
