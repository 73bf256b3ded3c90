import type {
  OperationRules,
  PathRules,
  RuleNode,
  RuleTable,
} from '../../sandbox/src/lib/rules/rule-table.ts';

/** Puts rules of one kind together: similar text nearby compresses better. */
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
  if (a === undefined || b === undefined || a.kind === b.kind) return 0;
  return a.kind < b.kind ? -1 : 1;
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

function movePath({ params, ...methods }: PathRules, move: Move): PathRules {
  return {
    ...(params !== undefined && { params: move(params) }),
    ...mapValues(methods, (rules: OperationRules) => ({
      id: rules.id,
      ...(rules.query !== undefined && { query: move(rules.query) }),
      ...(rules.body !== undefined && { body: move(rules.body) }),
    })),
  };
}

function mapValues<T>(values: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
