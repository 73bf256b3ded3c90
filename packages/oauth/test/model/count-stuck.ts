/** A graph of states: pairs of a state and one after it, and the final states. */
export interface Graph {
  readonly size: number;
  readonly edges: readonly number[];
  readonly finals: readonly number[];
}

/** Counts the states from which no final one can be reached, walking back from the final ones. */
export function countStuck(graph: Graph): number {
  const { starts, sources } = reverse(graph);
  const isReached = new Uint8Array(graph.size);
  const queue = [...graph.finals];
  for (const id of queue) isReached[id] = 1;
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const source of sources.subarray(starts[id], starts[id + 1])) {
      if (isReached[source] === 1) continue;
      isReached[source] = 1;
      queue.push(source);
    }
  }
  return isReached.filter((reached) => reached === 0).length;
}

/** Lists the states before each state: those before `id` are at `starts[id]` to `starts[id + 1]` in `sources`. */
function reverse({ size, edges }: Graph): { starts: Uint32Array; sources: Uint32Array } {
  const starts = new Uint32Array(size + 2);
  forEachEdge(edges, (_source, target) => (starts[target + 2] = (starts[target + 2] ?? 0) + 1));
  for (let id = 2; id < starts.length; id += 1) starts[id] = (starts[id] ?? 0) + (starts[id - 1] ?? 0);
  const sources = new Uint32Array(edges.length / 2);
  forEachEdge(edges, (source, target) => {
    const at = starts[target + 1] ?? 0;
    sources[at] = source;
    starts[target + 1] = at + 1;
  });
  return { starts, sources };
}

function forEachEdge(edges: readonly number[], visit: (source: number, target: number) => void): void {
  for (let at = 0; at < edges.length; at += 2) visit(edges[at] ?? 0, edges[at + 1] ?? 0);
}
