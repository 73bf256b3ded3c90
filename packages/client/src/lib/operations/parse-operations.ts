import type { Operation } from './operation.ts';

/** A tree of operations: a name leads to an operation, or to a resource with more names. */
export interface OperationTree {
  /** The operation or resource of that name. */
  readonly [name: string]: Operation | OperationTree;
}

/**
 * The same tree as rows of text, under Close's names. `/` is the common start of a resource's paths, where it is
 * not that of the parent and the name in the singular. A row whose path begins with a slash has the whole path.
 */
export interface OperationTable {
  readonly '/'?: string;
  readonly [name: string]: string | OperationTable | undefined;
}

/**
 * Builds a tree from a table. The names on the way to a row form its id: `activities`, `email_threads`,
 * `list` is `activities.email_threads_list`, and stands at `activities.emailThreads.list`.
 *
 * @param table - The rows, each without its id and without the start of its path.
 * @param toLeaf - Creates the member for a complete row.
 * @param place - The names on the way here, each followed by a dot.
 * @returns The tree.
 */
export function growTree(table: OperationTable, toLeaf: (row: string) => unknown, place = ''): object {
  const { '/': base = '/', ...entries } = table;
  const grown = Object.entries(entries).map(([name, entry]) => [
    name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
    typeof entry === 'object'
      ? growTree({ '/': `${base}${toSegment(name)}/`, ...entry }, toLeaf, `${place}${name}.`)
      : toLeaf(`${place.slice(0, -1)}_${name} ${entry?.includes(' /') ? '' : base} ${entry}`),
  ]);
  return Object.fromEntries(grown);
}

/** `leads` → `lead`, `activities` → `activity`. The generator of the table has the same rule. */
function toSegment(name: string): string {
  return name.replace(/ies$/, 'y').replace(/s$/, '');
}

/**
 * Parses one row: id, start of the path, method, rest of the path, then `read` for a POST that changes
 * nothing, `bare` for a POST or PUT without a body, how it pages, `segments`, and `id=` for an id that the
 * names do not give.
 */
export function parseOperation(row: string): Operation {
  const [id, base = '', method = '', ...words] = row.split(' ');
  const path = words[0]?.endsWith('/') ? base + words.shift() : base;
  const operation: Record<string, unknown> = { id, method, path };
  if (method === 'GET') operation['read'] = true;
  if (method[0] === 'P' && !words.includes('bare')) operation['body'] = true;
  for (const word of words) {
    if (word === 'segments' || word === 'read') operation[word] = true;
    else if (word.startsWith('id=')) operation['id'] = word.slice(3);
    else if (word !== 'bare') operation['pages'] = word;
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- rows are generated from the same document as the types
  return operation as unknown as Operation;
}
