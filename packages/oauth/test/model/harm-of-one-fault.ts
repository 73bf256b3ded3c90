import type { Exploration, Tally } from './explore.ts';
import { allFaults } from './fault-kinds.ts';
import type { FaultKind, harmfulFaults } from './fault-kinds.ts';
import type { Reuse } from './scenario.ts';

/** Different ends, as `lost/all, double, misled`, by the faults on their way. */
export type Harm = Readonly<Record<string, string>>;

/** The harm of one fault that no client can avoid. All other faults have one good end. */
const harm: Record<Reuse, Record<(typeof harmfulFaults)[number], string>> = {
  'ends the grant': {
    kill: '2/3, 0, 0',
    pause: '3/4, 2, 0',
    partition: '3/4, 2, 0',
    'request travels on': '2/3, 0, 0',
    'reply lost': '1/1, 0, 0',
    'late answer': '3/4, 0, 0',
  },
  'is refused': {
    kill: '1/2, 0, 0',
    pause: '0/3, 2, 1',
    partition: '0/3, 2, 1',
    'request travels on': '1/2, 0, 0',
    'reply lost': '1/1, 0, 0',
    'late answer': '2/3, 0, 0',
  },
  'replays the pair': {
    kill: '0/2, 0, 0',
    pause: '0/2, 1, 0',
    partition: '0/2, 1, 0',
    'request travels on': '0/2, 0, 0',
    'reply lost': '0/1, 0, 0',
    'late answer': '0/3, 0, 0',
  },
};

/** The harm that one fault may do, as the design found it; among two workers it is the same with all times. */
export function harmOfOneFault(reuse: Reuse): Harm {
  const kinds: readonly (FaultKind | '')[] = ['', ...allFaults];
  return { ...Object.fromEntries(kinds.map((kind) => [kind, '0/1, 0, 0'])), ...harm[reuse] };
}

/** The harm that an exploration found. */
export function harmIn({ byFaults }: Exploration): Harm {
  return Object.fromEntries([...byFaults].map(([faults, tally]) => [faults, format(tally)]));
}

function format({ lost, ends, double, misled }: Tally): string {
  return `${lost}/${ends}, ${double}, ${misled}`;
}
