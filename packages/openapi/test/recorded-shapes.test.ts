import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { faultsAt } from './document-schemas.ts';

/** The kinds of values that one source has in the fields of a model. */
interface RecordedShape {
  readonly schema: string;
  readonly source: string;
  readonly years: string;
  /** Kinds of values, separated by spaces, by the path of the field. */
  readonly fields: Readonly<Record<string, string>>;
}

// The file is ours; each of its kinds is checked below.
const shapes: readonly RecordedShape[] = parse(
  readFileSync(join(import.meta.dirname, 'recorded-shapes.yaml'), 'utf8'),
  { schema: 'failsafe' },
);

const samples: Readonly<Record<string, unknown>> = {
  null: null,
  boolean: true,
  integer: 7,
  number: 0.5,
  text: 'text',
  empty: '',
  list: [],
  object: {},
  date: '2021-07-16',
  time: '2021-07-16T00:00:12.646000+00:00',
  local: '2021-07-16T00:00:12.646000',
};

/** A value of a recorded kind. */
function sampleOf(kind: string): unknown {
  if (kind in samples) return samples[kind];
  if (kind.startsWith('=')) return kind.slice(1);
  if (/^[a-z]+_$/.test(kind)) return `${kind}1`;
  throw new Error(`recorded-shapes.yaml: there is no kind ${kind}.`);
}

/** An object with one value, at a path such as `contacts[].phones[].country`. */
function objectWith(path: string, value: unknown): unknown {
  if (path === '' || path.startsWith('custom.cf_')) return path === '' ? value : { [path]: value };
  const [, name = '', list, rest = ''] = /^(\w+)(\[\])?\.?(.*)$/.exec(path) ?? [];
  const inner = objectWith(rest, value);
  return { [name]: list ? [inner] : inner };
}

/** The violations of the document by a recorded kind at a path; those around it are not looked at. */
function violations({ schema, fields }: RecordedShape): string[] {
  return Object.entries(fields).flatMap(([path, kinds]) =>
    kinds.split(' ').flatMap((kind) => {
      const place = `/${path.startsWith('custom.cf_') ? path : path.replaceAll('[]', '/0').replaceAll('.', '/')}`;
      return faultsAt(schema, place, objectWith(path, sampleOf(kind))).map((fault) => `${fault} (${kind})`);
    }),
  );
}

describe('the recorded shapes', () => {
  it.each(shapes)('of $schema ($source, $years) fit the document', (shape) => {
    expect(violations(shape)).toEqual([]);
  });

  it('count, so that none gets lost', () => {
    const seen = shapes.flatMap(({ fields }) => Object.values(fields)).flatMap((kinds) => kinds.split(' '));
    expect(seen.length).toBeGreaterThan(800);
    expect(new Set(shapes.map(({ schema }) => schema)).size).toBeGreaterThan(30);
  });

  it('would fail without a nullable note of calls', () => {
    expect(faultsAt('NoteActivity', '/note', { note: null })).not.toEqual([]);
  });
});
