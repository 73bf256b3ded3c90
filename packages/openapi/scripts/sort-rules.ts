import type {
  OperationRules,
  PathRules,
  RuleNode,
  RuleTable,
} from '../../sandbox/src/lib/rules/rule-table.ts';

/** Puts similar rules together: by kind, then by the names in them. Similar text nearby compresses better. */
export function sortByKind({ nodes, paths }: RuleTable): RuleTable {
  const order = nodes.map((_, place) => place).toSorted((a, b) => compare(nodes[a], nodes[b]) || a - b);
  const places = new Map(order.map((place, index) => [place, index]));
  const moved = (place: number): number => (place < 0 ? ~moved(~place) : (places.get(place) ?? place));
  return {
    nodes: order.flatMap((place) => nodes[place] ?? []).map((node) => moveNode(node, moved)),
    paths: mapValues(paths, (rules) => movePath(rules, moved)),
  };
}

type Move = (place: number) => number;

function compare(a: RuleNode | undefined, b: RuleNode | undefined): number {
  const [left, right] = [signatureOf(a), signatureOf(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function signatureOf(node: RuleNode | undefined): string {
  const names = node?.kind === 'object' ? Object.keys(node.members ?? {}) : [];
  return [node?.kind, ...names].join();
}

function moveNode(node: RuleNode, move: Move): RuleNode {
  const own = node.own !== undefined && { own: move(node.own) };
  switch (node.kind) {
    case 'list':
      return { ...node, ...own, items: move(node.items) };
    case 'union':
      return { ...node, ...own, of: node.of.map(move) };
    case 'tagged':
      return { ...node, ...own, cases: mapValues(node.cases, move) };
    case 'object':
      return {
        ...node,
        ...own,
        ...(node.members && { members: mapValues(node.members, move) }),
        ...(node.patterns && { patterns: mapValues(node.patterns, move) }),
        ...(typeof node.others === 'number' && { others: move(node.others) }),
      };
    default:
      return { ...node, ...own };
  }
}

function movePath({ name, params, ...methods }: PathRules, move: Move): PathRules {
  return {
    name,
    ...(params !== undefined && { params: move(params) }),
    ...mapValues(methods, (rules: OperationRules) => ({
      ...rules,
      ...(rules.query !== undefined && { query: move(rules.query) }),
      ...(rules.body !== undefined && { body: move(rules.body) }),
    })),
  };
}

function mapValues<T>(values: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
