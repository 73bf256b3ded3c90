import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { httpMethods } from '../src/lib/open-api-document.ts';
import type {
  Components,
  OpenApiDocument,
  OperationObject,
  PathItem,
  Reference,
} from '../src/lib/open-api-document.ts';
import { withListExamples } from './list-examples.ts';

/** The file with the parts that all resources share. */
const rootFile = 'close.yaml';

interface Root extends Omit<OpenApiDocument, 'paths'> {
  readonly 'x-closekit-errors'?: Readonly<Record<string, Reference>>;
}

interface Resource {
  readonly tags?: OpenApiDocument['tags'];
  readonly paths?: Readonly<Record<string, PathItem>>;
  readonly webhooks?: Readonly<Record<string, PathItem>>;
  readonly components?: Components;
}

/**
 * Merges `close.yaml` and the resource files of a folder into one OpenAPI document. Paths and components are
 * in alphabetical order, tags in the order of the files.
 *
 * @throws Error when two files describe the same path, webhook, schema, parameter or response.
 */
export function bundleDocument(folder: string): OpenApiDocument {
  const { 'x-closekit-errors': errors, ...root } = readRoot(folder);
  const resources = readdirSync(folder)
    .toSorted()
    .filter((name) => name.endsWith('.yaml') && name !== rootFile)
    .map((name) => readResource(join(folder, name)));
  const paths = mergeNamed(
    'path',
    resources.map((resource) => resource.paths),
  );
  return {
    ...root,
    tags: resources.flatMap((resource) => resource.tags ?? []),
    paths: mapValues(paths, (item) => withErrors(item, errors ?? {})),
    webhooks: mergeNamed(
      'webhook',
      resources.map((resource) => resource.webhooks),
    ),
    components: mergeComponents(
      root.components,
      resources.map((resource) => resource.components),
    ),
  };
}

/** Writes a document as JSON with a final line break, as it is committed. */
export function printDocument(document: OpenApiDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

// The shape of the YAML is not checked here; the lint rules check everything that the generator relies on.
function readRoot(folder: string): Root {
  return parse(readFileSync(join(folder, rootFile), 'utf8'));
}

function readResource(path: string): Resource {
  return parse(readFileSync(path, 'utf8'));
}

function mergeComponents(root: Components, parts: readonly (Components | undefined)[]): Components {
  const all = [root, ...parts];
  const schemas = all.map((part) => part?.schemas);
  const parameters = all.map((part) => part?.parameters);
  const responses = all.map((part) => part?.responses);
  return {
    ...root,
    schemas: withListExamples(mergeNamed('schema', schemas)),
    parameters: mergeNamed('parameter', parameters),
    responses: mergeNamed('response', responses),
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

/** Adds the shared errors; those that an operation describes itself stay. */
function withErrors(item: PathItem, errors: Readonly<Record<string, Reference>>): PathItem {
  const complete = (operation: OperationObject): OperationObject => ({
    ...operation,
    // Twice: the first decides the order, the last the values.
    responses: { ...operation.responses, ...errors, ...operation.responses },
  });
  const operations = httpMethods.flatMap((method) =>
    item[method] ? [[method, complete(item[method])]] : [],
  );
  return { ...item, ...Object.fromEntries(operations) };
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
