import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { OpenApiDocument } from '../src/lib/open-api-document.ts';

/** A rule of the sandbox that is stricter than Close may be. */
export interface OverlayAction {
  /** The schema, or the operations, as JSON pointers in a URI fragment. */
  readonly target: string | readonly string[];
  /** The keywords that the sandbox adds to a schema. */
  readonly update?: Readonly<Record<string, unknown>>;
  /** The members of a body that have no effect in the sandbox. */
  readonly unsupported?: readonly string[];
  /** Why a test double should refuse it. */
  readonly because: string;
}

/** Reads the actions of a file. {@link applyOverlay} checks them. */
export function readOverlay(path: string): OverlayAction[] {
  return parse(readFileSync(path, 'utf8'));
}

/**
 * Marks the schemas and operations of a document with the sandbox's own keywords. The document itself stays as it is.
 *
 * @throws Error when a target does not exist, or an action has no reason.
 */
export function applyOverlay(document: OpenApiDocument, actions: readonly OverlayAction[]): OpenApiDocument {
  const copy = structuredClone(document);
  for (const { target, update, unsupported, because } of actions) {
    if (!because) throw new Error(`${String(target)}: the overlay gives no reason.`);
    const marks = unsupported ? { 'x-closekit-unsupported': unsupported } : { 'x-closekit-own': update };
    for (const place of [target].flat()) Object.assign(find(copy, place), marks);
  }
  return copy;
}

function find(document: object, target: string): object {
  let found: unknown = document;
  for (const step of target.split('/').slice(1)) {
    found = Reflect.get(Object(found), step.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  if (typeof found === 'object' && found !== null) return found;
  throw new Error(`${target}: the overlay points to nothing.`);
}
