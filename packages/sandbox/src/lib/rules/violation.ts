/** A violation of a rule: its place in the value, in the words of Close (pydantic). */
export interface Violation {
  readonly path: readonly string[];
  readonly message: string;
  /** Whether only the sandbox refuses this; Close may accept it. */
  readonly isOwn?: boolean;
}

export const noViolations: readonly Violation[] = [];

/** A violation of the value itself, in a list. */
export function violation(message: string): readonly Violation[] {
  return [{ path: [], message }];
}

/** Something that the contract does not describe, and the sandbox therefore not know. */
export function unknownName(name: string, path: readonly string[] = []): Violation {
  return { path, message: `The sandbox does not know "${name}"`, isOwn: true };
}

/** Violations of a member or item, seen from its owner. */
export function within(name: string, inner: readonly Violation[]): readonly Violation[] {
  return inner.length === 0 ? inner : inner.map((one) => ({ ...one, path: [name, ...one.path] }));
}
