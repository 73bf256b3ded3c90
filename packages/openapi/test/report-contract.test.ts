import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleDocument } from '../scripts/bundle.ts';
import { reportContract } from '../scripts/report-contract.ts';
import type { OpenApiDocument } from '../src/index.ts';

const document = bundleDocument(join(import.meta.dirname, '..', 'document'));

describe('reportContract', () => {
  it('counts the operations of the document and of each tag', () => {
    const { operations, tags } = reportContract(document);
    const ids = JSON.stringify(document.paths).match(/"operationId":/g) ?? [];
    expect(operations).toBe(ids.length);
    expect(Object.values(tags).reduce((sum, tag) => sum + tag.operations, 0)).toBe(ids.length);
    expect(tags['leads']).toMatchObject({ operations: 8, paged: 2 });
  });

  it('lists every open place, and all of them are marked as unknown', () => {
    const { untyped } = reportContract(document);
    expect(untyped).toContain('ConnectedAccount.calendly');
    const names = [...new Set(untyped.map((place) => place.split(/[.[{]/)[0] ?? ''))];
    const text = JSON.stringify(names.map((name) => document.components.schemas?.[name]));
    expect(names.length).toBeLessThan(25);
    expect(text.match(/"unknown"/g)?.length).toBeGreaterThanOrEqual(names.length);
  });

  it('finds an untyped place', () => {
    const one: OpenApiDocument = {
      ...document,
      paths: {},
      components: { schemas: { Thing: { type: 'object', properties: { any: {} } } } },
    };
    expect(reportContract(one).untyped).toEqual(['Thing.any']);
  });
});
