const replacements = [
  null,
  5,
  1.5,
  -1,
  1_000_000_000,
  true,
  'a text',
  '',
  '2026-02-30',
  [],
  {},
  ['a'],
  [5],
  [{}],
];

/**
 * Breaks a JSON value in every place: each member and item once missing, once of every other type, and each
 * object once with a member too many. Some variants stay valid.
 */
export function brokenVariants(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return items.flatMap((item, index) =>
      [...replacements, ...brokenVariants(item)].map((variant) => items.with(index, variant)),
    );
  }
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string, unknown][] = Object.entries(value);
  return [
    { ...value, one_too_many: 1 },
    ...entries.map(([name]) => Object.fromEntries(entries.filter(([other]) => other !== name))),
    ...entries.flatMap(([name, item]) =>
      [...replacements, ...brokenVariants(item)].map((variant) => ({ ...value, [name]: variant })),
    ),
  ];
}
