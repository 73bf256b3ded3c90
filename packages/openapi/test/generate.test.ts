import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readOverlay } from '../scripts/apply-overlay.ts';
import { bundleDocument, printDocument } from '../scripts/bundle.ts';
import { generateFiles } from '../scripts/generate-files.ts';
import { portableDocument } from '../scripts/portable-document.ts';
import { staleFiles, writeFiles } from '../scripts/stale-files.ts';

const packages = join(import.meta.dirname, '..', '..');
const documentFolder = join(packages, 'openapi', 'document');

const committed = bundleDocument(documentFolder);
/** Generated once: the whole document takes a second. */
const generated = generateFiles(committed, readOverlay(join(packages, 'sandbox', 'rules.overlay.yaml')));

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'closekit-openapi-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A folder with the shared file, some resource files, and one more. */
function withFile(name: string, yaml: string, ...resources: string[]): string {
  const folder = temporaryFolder();
  for (const file of ['close.yaml', ...resources]) cpSync(join(documentFolder, file), join(folder, file));
  writeFileSync(join(folder, name), yaml);
  return folder;
}

const badges = `
tags: [{ name: badges, description: What users have earned. }]
paths:
  /badge/{id}/:
    parameters:
      - { name: id, in: path, required: true, description: The badge., schema: { type: string } }
    get:
      operationId: badges_get
      tags: [badges]
      summary: Get one badge
      x-closekit-pagination: none
      x-closekit-evidence: [docs]
      parameters:
        - { $ref: '#/components/parameters/Fields' }
      responses:
        '200':
          description: The badge.
          content: { application/json: { schema: { $ref: '#/components/schemas/Badge' } } }
components:
  schemas:
    Badge:
      description: What a user has earned.
      x-closekit-evidence: [docs]
      type: object
      required: [id]
      properties: { id: { type: string } }
`;

describe('bundleDocument', () => {
  it('is deterministic', () => {
    expect(printDocument(committed)).toBe(printDocument(bundleDocument(documentFolder)));
  });

  it('adds the shared errors to every operation', () => {
    const { responses } = committed.paths['/me/']?.get ?? {};
    expect(Object.keys(responses ?? {})).toEqual(['200', '400', '401', '402', '403', '404', '429']);
  });

  it('refuses two files that describe the same path', () => {
    const folder = withFile('more.yaml', 'paths: { /me/: { get: { operationId: me_again } } }', 'me.yaml');
    expect(() => bundleDocument(folder)).toThrow('The path /me/ is described twice.');
  });

  it('refuses two files that describe the same schema', () => {
    const folder = withFile('more.yaml', 'components: { schemas: { Lead: { type: object } } }', 'leads.yaml');
    expect(() => bundleDocument(folder)).toThrow('The schema Lead is described twice.');
  });
});

/** The function that an operation becomes. */
async function placeOf(id: string, extension = ''): Promise<string | undefined> {
  const yaml = badges.replace(
    'operationId: badges_get',
    `operationId: ${id}${extension && `\n      ${extension}`}`,
  );
  const files = await generateFiles(bundleDocument(withFile('badges.yaml', yaml)));
  return /export function (badges\w+)/.exec(files.get('client/src/generated/operations.ts') ?? '')?.[1];
}

/** The React trees with a POST that gets a badge or creates it. */
async function queriesOf(flag: string): Promise<string | undefined> {
  const yaml = badges
    .replace('get:', `post:${flag && `\n      ${flag}`}`)
    .replace('operationId: badges_get', 'operationId: badges_get_or_create');
  const files = await generateFiles(bundleDocument(withFile('badges.yaml', yaml)));
  return files.get('react/src/generated/queries.ts');
}

describe('generateFiles', () => {
  it('turns a resource file into a method of the client and a query', async () => {
    const document = bundleDocument(withFile('badges.yaml', badges));
    const files = await generateFiles(document);
    const operations = files.get('client/src/generated/operations.ts');
    expect(operations).toContain(
      'export function badgesGet<F extends keyof Badge = never>(close: CloseConnection, id: string',
    );
    expect(operations).toContain("return callGet(close, 'badges_get /badge/{id}/ GET', values);");
    const resources = files.get('client/src/generated/resources.ts');
    expect(resources).toContain(
      'get<F extends keyof Badge = never>(id: string, options?: BadgesGetOptions & SelectFields<F>): [F] extends [never] ? CloseCall<Badge> : CloseCall<Pick<Badge, F>>;',
    );
    expect(resources).toContain("badges: {\n    get: 'GET {id}/',\n  },");
    expect(files.get('client/src/generated/models.ts')).toContain('  BadgesGetQuery,\n');
    expect(files.get('react/src/generated/queries.ts')).toContain(
      '<F extends keyof Badge = never>(id: string, input?: BadgesGetQuery & SelectFields<F>) => NoInfer<[F] extends [never] ? CloseQueryOptions<Badge> : CloseQueryOptions<Pick<Badge, F>>>',
    );
  });

  it('types lists, cursors, writes and empty responses', async () => {
    const files = await generated;
    const resources = files.get('client/src/generated/resources.ts');
    expect(resources).toContain(
      'list<F extends keyof Lead = never>(options?: LeadsListOptions & SelectFields<F>): [F] extends [never] ? CloseList<Lead, LeadPage> : CloseList<Pick<Lead, F>, SelectedPage<LeadPage, Pick<Lead, F>>>;',
    );
    expect(resources).toContain(
      'getMe<F extends keyof Me = never>(options?: UsersGetMeOptions & SelectFields<F>): [F] extends [never] ? CloseCall<Me> : CloseCall<Pick<Me, F>>;',
    );
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

  it('turns a POST into a mutation, whatever its name, and into a query with the flag', async () => {
    const queries = await queriesOf('');
    expect(queries).toContain('The writes of `badges`.');
    expect(queries).toMatch(/getOrCreate: \(\(\) => CloseMutationOptions<Badge, /);
    expect(queries).not.toContain('CloseQueryOptions<Badge>');
    const flagged = await queriesOf('x-closekit-kind: read');
    expect(flagged).toContain(
      '(id: string, input?: BadgesGetOrCreateQuery & SelectFields<F>) => NoInfer<[F] extends [never] ? CloseQueryOptions<Badge> :',
    );
    expect(flagged).not.toContain('CloseMutationOptions<Badge');
  });

  it('marks a POST that reads in its row', async () => {
    const files = await generated;
    expect(files.get('client/src/generated/resources.ts')).toContain("    query: 'POST read body-cursor',\n");
    expect(files.get('client/src/generated/operations.ts')).toContain(
      "'reporting_get_activity /report/activity/ POST read'",
    );
  });

  it('declares every schema and every query as a named type, and refers to it', async () => {
    const schema = (await generated).get('client/src/generated/schema.ts');
    expect(schema).toContain('export interface Lead extends LeadCustomFields {');
    expect(schema).toContain('contacts?: Contact[];');
    expect(schema).toContain('export interface LeadsListQuery {');
    expect(schema).not.toContain('components["schemas"]');
    expect(schema).toContain('ActivityLeadId: string | readonly string[];');
  });

  it('takes the method from the rest of the id after the tag', async () => {
    expect(await placeOf('badges_get_by_colour')).toBe('badgesGetByColour');
    expect(await placeOf('badges_icons_get', 'x-closekit-resource: badges.icons')).toBe('badgesIconsGet');
    await expect(placeOf('badge_get')).rejects.toThrow('badge_get: the id must start with its tag, badges_.');
  });

  it('refuses two operations with the same place', async () => {
    const folder = withFile('badges.yaml', badges.replace('badges_get', 'badges_get_all'));
    const [paths = ''] = badges.replace('badges_get', 'badges_getAll').split('components:');
    writeFileSync(join(folder, 'more.yaml'), paths.replace('/badge/', '/badges/'));
    await expect(generateFiles(bundleDocument(folder))).rejects.toThrow(
      'badges_getAll and badges_get_all have the same place.',
    );
  });

  it('refuses a query parameter with the name of a request option', async () => {
    const folder = withFile(
      'badges.yaml',
      badges.replace(
        'parameters:\n        - {',
        `parameters:
        - { name: signal, in: query, description: A signal., schema: { type: string } }
        - {`,
      ),
    );
    await expect(generateFiles(bundleDocument(folder))).rejects.toThrow(
      'badges_get: the query parameter signal has the name of a request option.',
    );
  });

  it('refuses a schema with the name of a generated type', async () => {
    const folder = withFile('badges.yaml', badges.replaceAll('Badge', 'BadgesResource'));
    await expect(generateFiles(bundleDocument(folder))).rejects.toThrow(
      'Two generated types have the name BadgesResource.',
    );
  });
});

describe('portableDocument', () => {
  const portable = portableDocument(committed);

  it('leaves one pattern, in a schema that the others include', () => {
    const text = JSON.stringify(portable);
    expect(text.match(/"patternProperties"/g)).toHaveLength(1);
    expect(JSON.stringify(committed).match(/"patternProperties"/g)?.length).toBe(
      text.match(/schemas\/CustomFieldValues"/g)?.length,
    );
  });

  it('leaves a discriminator only between plain objects', () => {
    const kept = Object.entries(portable.components.schemas ?? {}).filter(([, one]) => one.discriminator);
    expect(kept.map(([name]) => name)).toEqual(['CustomFieldAssociationCreate', 'TaskCreate']);
  });

  it('keeps closed bodies closed', () => {
    const { allOf = [], ...update } = portable.components.schemas?.['ContactUpdate'] ?? {};
    expect(Object.keys(allOf[0]?.properties ?? {})).toContain('title');
    expect(allOf[1]).toEqual({ $ref: '#/components/schemas/CustomFieldValues' });
    expect(update).toMatchObject({ unevaluatedProperties: false });
    expect(update.properties).toBeUndefined();
  });
});

describe('staleFiles', () => {
  it('finds no difference between the committed files and the document', async () => {
    expect(staleFiles(packages, await generated)).toEqual([]);
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
