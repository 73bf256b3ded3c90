import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  httpMethods,
  type Components,
  type OpenApiDocument,
  type OperationObject,
  type PathItem,
  type Reference,
} from '../src/lib/open-api-document.ts';

/** The file that holds what all resources share. */
const rootFile = 'close.yaml';

interface Root extends Omit<OpenApiDocument, 'paths'> {
  readonly 'x-closekit-errors'?: Readonly<Record<string, Reference>>;
}

interface Resource {
  readonly paths?: Readonly<Record<string, PathItem>>;
  readonly components?: Components;
}

/**
 * Merges the files of a folder into one OpenAPI document.
 *
 * @param folder holds `close.yaml` and one file for each resource
 * @returns the document, its paths and components in alphabetical order
 * @throws Error when two files describe the same path, schema, parameter or response
 */
export function bundleDocument(folder: string): OpenApiDocument {
  const { 'x-closekit-errors': errors, ...root } = readRoot(folder);
  const resources = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && name !== rootFile)
    .map((name) => readResource(join(folder, name)));
  const paths = mergeNamed(
    'path',
    resources.map((resource) => resource.paths),
  );
  return {
    ...root,
    paths: mapValues(paths, (item) => withErrors(item, errors ?? {})),
    components: mergeComponents([root.components, ...resources.map((resource) => resource.components)]),
  };
}

/**
 * Writes a document as the text that is committed.
 *
 * @param document the document
 * @returns JSON with a final line break
 */
export function printDocument(document: OpenApiDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

// YAML promises nothing about its shape; the lint rules check what the generator relies on.
function readRoot(folder: string): Root {
  return parse(readFileSync(join(folder, rootFile), 'utf8'));
}

function readResource(path: string): Resource {
  return parse(readFileSync(path, 'utf8'));
}

function mergeComponents(all: readonly (Components | undefined)[]): Components {
  const securitySchemes = mergeNamed(
    'security scheme',
    all.map((one) => one?.securitySchemes),
  );
  return {
    schemas: mergeNamed(
      'schema',
      all.map((one) => one?.schemas),
    ),
    parameters: mergeNamed(
      'parameter',
      all.map((one) => one?.parameters),
    ),
    responses: mergeNamed(
      'response',
      all.map((one) => one?.responses),
    ),
    ...(Object.keys(securitySchemes).length > 0 ? { securitySchemes } : {}),
  };
}

function mergeNamed<T>(
  kind: string,
  parts: readonly (Readonly<Record<string, T>> | undefined)[],
): Record<string, T> {
  const merged = new Map<string, T>();
  for (const [name, value] of parts.flatMap((part) => Object.entries(part ?? {}))) {
    if (merged.has(name)) throw new Error(`The ${kind} ${name} is described twice.`);
    merged.set(name, value);
  }
  return Object.fromEntries([...merged].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function withErrors(item: PathItem, errors: Readonly<Record<string, Reference>>): PathItem {
  const complete = (operation: OperationObject): OperationObject => ({
    ...operation,
    responses: { ...operation.responses, ...errors },
  });
  const operations = httpMethods.flatMap((method) =>
    item[method] ? [[method, complete(item[method])]] : [],
  );
  return { ...item, ...Object.fromEntries(operations) };
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
