import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleDocument } from '../scripts/bundle.ts';
import { lintDocument } from '../scripts/lint-document.ts';
import { lintOpenApi } from '../scripts/lint-open-api.ts';
import type { OpenApiDocument } from '../src/index.ts';

const committed = bundleDocument(join(import.meta.dirname, '..', 'document'));

/** The document with a mistake in it. */
// oxlint-disable-next-line typescript/no-explicit-any -- the types do not allow mistakes
function broken(plant: (document: any) => void): OpenApiDocument {
  const document: OpenApiDocument = structuredClone(committed);
  plant(document);
  return document;
}

/** The problems that the rules find in a document with a mistake. */
function lintWith(plant: Parameters<typeof broken>[0]): string[] {
  return lintDocument(broken(plant));
}

describe('lintDocument', () => {
  it('finds nothing wrong with the document', () => {
    expect(lintDocument(committed)).toEqual([]);
  });

  it('finds an operation without a description', () => {
    const found = lintWith(({ paths }) => delete paths['/lead/'].get.description);
    expect(found).toContain('leads_list: no description.');
  });

  it('finds a range of statuses, which other generators do not understand', () => {
    const found = lintWith(({ paths }) => (paths['/lead/'].get.responses['2XX'] = { description: 'Any.' }));
    expect(found).toContain('leads_list: the status 2XX is not a number.');
  });

  it('finds an id that is used twice', () => {
    const found = lintWith(({ paths }) => (paths['/lead/'].post.operationId = 'leads_list'));
    expect(found).toContain('leads_list: the id is used twice.');
  });

  it('finds a path without its final slash', () => {
    const found = lintWith(({ paths }) => (paths['/lead'] = { get: paths['/me/'].get }));
    expect(found).toContain('/lead: a path must start and end with a slash.');
  });

  it('finds an error that is not described', () => {
    const found = lintWith(({ paths }) => delete paths['/lead/'].get.responses['402']);
    expect(found).toEqual(['leads_list: the response 402 is missing.']);
  });

  it('finds a response without a type', () => {
    const found = lintWith(({ paths }) => (paths['/lead/'].get.responses['200'] = { description: 'Leads.' }));
    expect(found).toContain('leads_list: the response 200 has no type.');
  });

  it('finds an optional body', () => {
    const found = lintWith(({ paths }) => (paths['/lead/'].post.requestBody.required = false));
    expect(found).toEqual(['leads_create: the body is not required.']);
  });

  it('finds a body with an unnamed schema', () => {
    const found = lintWith(({ paths }) => (paths['/lead/merge/'].post.requestBody.content = {}));
    expect(found).toContain('leads_merge: the body has no named schema.');
  });

  it('finds a parameter without a description', () => {
    const found = lintWith(({ components }) => delete components.parameters.Limit.description);
    expect(found).toContain('contacts_list: the parameter _limit has no description.');
  });

  it('finds a list that would be sent as repeated keys', () => {
    const found = lintWith(({ components }) => delete components.parameters.Fields.explode);
    expect(found).toContain(
      'contacts_get: the parameter _fields is a list and needs style: form and explode: false.',
    );
  });

  it('finds a path parameter that is not described', () => {
    const found = lintWith(({ paths }) => delete paths['/lead/{id}/'].parameters);
    expect(found).toContain('leads_get: the path parameter id is not described as required.');
  });

  it('finds an operation without x-closekit-pagination', () => {
    const found = lintWith(({ paths }) => delete paths['/lead/'].get['x-closekit-pagination']);
    expect(found).toEqual(['leads_list: no x-closekit-pagination.']);
  });

  it('finds a read flag on a GET, which is a read by its method', () => {
    const found = lintWith(({ paths }) => (paths['/lead/'].get['x-closekit-kind'] = 'read'));
    expect(found).toEqual([
      'leads_list: x-closekit-kind is for POST only; any other method decides by itself.',
    ]);
  });

  it('finds a read flag on a DELETE', () => {
    const found = lintWith(({ paths }) => (paths['/lead/{id}/'].delete['x-closekit-kind'] = 'read'));
    expect(found).toEqual([
      'leads_delete: x-closekit-kind is for POST only; any other method decides by itself.',
    ]);
  });

  it('finds a kind that does not exist', () => {
    const found = lintWith(({ paths }) => (paths['/lead/'].post['x-closekit-kind'] = 'query'));
    expect(found).toEqual(['leads_create: x-closekit-kind must be read, not query.']);
  });

  it('finds a list by POST that is not marked as a read', () => {
    const found = lintWith(({ paths }) => delete paths['/data/search/'].post['x-closekit-kind']);
    expect(found).toEqual(['search_query: an operation with pages needs x-closekit-kind: read.']);
  });

  it('finds an open object that is not marked as unknown', () => {
    const found = lintWith(
      ({ components }) => (components.schemas.Lead.properties.tasks.items = { type: 'object' }),
    );
    expect(found).toEqual(['Lead.tasks[]: an open object that is not marked as unknown.']);
  });

  it('finds a schema without a type', () => {
    const found = lintWith(({ components }) => (components.schemas.Lead.properties.name = {}));
    expect(found).toEqual(['Lead.name: no type.']);
  });

  it('finds a reference without a target', () => {
    const found = lintWith(
      ({ components }) => (components.schemas.Lead.properties.name = { $ref: '#/components/schemas/Name' }),
    );
    expect(found).toEqual(['#/components/schemas/Name does not exist.']);
  });

  it('finds a schema that is not valid JSON Schema', () => {
    const found = lintWith(({ components }) => (components.schemas.Lead.properties.name.type = 'text'));
    expect(found.join()).toContain('Lead: the schema/properties/name/type');
  });

  it('finds an unused schema', () => {
    const found = lintWith(
      ({ components }) =>
        (components.schemas.Spare = {
          description: 'Spare.',
          'x-closekit-evidence': ['docs'],
          type: 'string',
        }),
    );
    expect(found).toEqual(['Spare: the schema is not used.']);
  });
});

describe('lintOpenApi', () => {
  it('finds nothing wrong with the document', async () => {
    expect(await lintOpenApi(committed)).toEqual([]);
  });

  it('finds violations of OpenAPI', async () => {
    const document = broken(({ paths, components }) => {
      paths['/me/'].get.replies = {};
      components.parameters.Limit.in = 'quary';
    });
    const found = (await lintOpenApi(document)).join('\n');
    expect(found).toContain('#/paths/~1me~1/get/replies: Property `replies` is not expected here. (struct)');
    expect(found).toContain('#/components/parameters/Limit/in');
  });
});
