import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundleDocument, printDocument } from '../scripts/bundle.ts';
import { generateFiles } from '../scripts/generate-files.ts';
import { lintDocument } from '../scripts/lint-document.ts';
import { staleFiles, writeFiles } from '../scripts/stale-files.ts';

const packages = join(import.meta.dirname, '..', '..');
const documentFolder = join(packages, 'openapi', 'document');

const committed = bundleDocument(documentFolder);

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'closekit-openapi-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A copy of the document's folder with one more file. */
function withFile(name: string, yaml: string): string {
  const folder = temporaryFolder();
  cpSync(documentFolder, folder, { recursive: true });
  writeFileSync(join(folder, name), yaml);
  return folder;
}

const roles = `
tags: [{ name: roles, description: What users may do. }]
paths:
  /role/{id}/:
    parameters:
      - { name: id, in: path, required: true, description: The role., schema: { type: string } }
    get:
      operationId: roles_get
      tags: [roles]
      summary: Get one role
      x-closekit-pagination: none
      x-closekit-evidence: [docs]
      parameters:
        - { $ref: '#/components/parameters/Fields' }
      responses:
        '200':
          description: The role.
          content: { application/json: { schema: { $ref: '#/components/schemas/Role' } } }
components:
  schemas:
    Role:
      description: What a user may do.
      x-closekit-evidence: [docs]
      type: object
      required: [id]
      properties: { id: { type: string } }
`;

describe('bundleDocument', () => {
  it('gives the same text every time', () => {
    expect(printDocument(committed)).toBe(printDocument(bundleDocument(documentFolder)));
  });

  it('adds the shared errors to every operation', () => {
    const { responses } = committed.paths['/me/']?.get ?? {};
    expect(Object.keys(responses ?? {})).toEqual(['200', '400', '401', '402', '403', '404', '429']);
  });

  it('refuses two files that describe the same path', () => {
    const folder = withFile('more.yaml', 'paths: { /me/: { get: { operationId: me_again } } }');
    expect(() => bundleDocument(folder)).toThrow('The path /me/ is described twice.');
  });

  it('refuses two files that describe the same schema', () => {
    const folder = withFile('more.yaml', 'components: { schemas: { Lead: { type: object } } }');
    expect(() => bundleDocument(folder)).toThrow('The schema Lead is described twice.');
  });
});

describe('generateFiles', () => {
  it('turns one more file into one more method of the client and one more query', async () => {
    const document = bundleDocument(withFile('roles.yaml', roles));
    expect(lintDocument(document)).toEqual([]);
    const files = await generateFiles(document);
    expect(files.get('client/src/generated/operations.ts')).toContain(`export const rolesGet: Operation = {
  id: 'roles_get',
  method: 'GET',
  path: '/role/{id}/',
  commaLists: ['_fields'],
};`);
    expect(files.get('client/src/generated/resources.ts')).toContain(
      'get(id: string, options?: RolesGetOptions): CloseCall<Role>;',
    );
    expect(files.get('react/src/generated/queries.ts')).toContain(
      'readonly get: ((id: string, input?: RolesGetQuery) => CloseQueryOptions<Role>) & QueryNode;',
    );
  });

  it('types lists, cursors, writes and empty answers', async () => {
    const files = await generateFiles(committed);
    const resources = files.get('client/src/generated/resources.ts');
    expect(resources).toContain('list(options?: LeadsListOptions): CloseList<Lead, LeadPage>;');
    expect(resources).toContain(
      'query(body: SearchRequest, options?: RequestOptions): CloseList<SearchResult, SearchPage>;',
    );
    expect(resources).toContain('delete(id: string, options?: RequestOptions): CloseCall<void>;');
    const queries = files.get('react/src/generated/queries.ts');
    expect(queries).toContain('CloseInfiniteQueryOptions<LeadPage, number>');
    expect(queries).toContain('CloseInfiniteQueryOptions<SearchPage, string | null>');
    expect(queries).toContain(
      'CloseMutationOptions<Lead, { readonly id: string; readonly body: LeadUpdate }>',
    );
  });

  it('refuses a query parameter with the name of a request option', async () => {
    const folder = withFile(
      'roles.yaml',
      roles.replace(
        'parameters:\n        - {',
        `parameters:
        - { name: signal, in: query, description: A signal., schema: { type: string } }
        - {`,
      ),
    );
    await expect(generateFiles(bundleDocument(folder))).rejects.toThrow(
      'roles_get: the query parameter signal has the name of a request option.',
    );
  });

  it('refuses a schema with the name of a generated type', async () => {
    const folder = withFile('roles.yaml', roles.replaceAll('Role', 'LeadsResource'));
    await expect(generateFiles(bundleDocument(folder))).rejects.toThrow(
      'Two generated types would be called LeadsResource.',
    );
  });
});

describe('staleFiles', () => {
  it('finds the committed files to be what the document says', async () => {
    expect(staleFiles(packages, await generateFiles(committed))).toEqual([]);
  });

  it('lists files that are missing or different', () => {
    const folder = temporaryFolder();
    writeFiles(
      folder,
      new Map([
        ['a/one.ts', '1'],
        ['a/two.ts', '2'],
      ]),
    );
    const wanted = new Map([
      ['a/one.ts', '1'],
      ['a/two.ts', 'two'],
      ['b/three.ts', '3'],
    ]);
    expect(staleFiles(folder, wanted)).toEqual(['a/two.ts', 'b/three.ts']);
  });
});
