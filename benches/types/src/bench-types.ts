import { compile } from './compilers.ts';
import type { Diagnostics } from './compilers.ts';
import { measureCompletion } from './completion.ts';
import type { Typed } from './completion.ts';
import { writePrograms } from './programs.ts';
import { writeProject } from './projects.ts';

const versions = ['5.9', '6.0', '7.0'];
// Instantiations are the same on every machine. Times are printed beside others of the same run, and not judged.
const limits = { instantiations: 1_000, hookInstantiations: 10_000 };

const over: string[] = [];
const programs = writePrograms();
const projects = {
  ourBase: writeProject('our-base', programs.ours.base, { skipLibCheck: true }),
  ourCalls: writeProject('our-calls', programs.ours.calls, { skipLibCheck: true }),
  ourAwaits: writeProject('our-awaits', programs.ours.awaits, { skipLibCheck: true }),
  ourFields: writeProject('our-fields', programs.ours.fields, { skipLibCheck: true }),
  hooksBase: writeProject('hooks-base', programs.hooks.base, { skipLibCheck: true }),
  hooksReads: writeProject('hooks-reads', programs.hooks.reads, { skipLibCheck: true }),
  plainBase: writeProject('plain-base', programs.plain.base, { skipLibCheck: true }),
  plainCalls: writeProject('plain-calls', programs.plain.calls, { skipLibCheck: true }),
};

console.log(
  `One call of each of ${programs.operations} operations, one hook with \`select\` for each of ${programs.hooks.count} reads.\n`,
);
console.table(versions.flatMap(measureVersion));
console.log('Completion in the language service of TypeScript 5.9, beside the members of a Date.\n');
console.table([
  ...completionRows(projects.ourBase, [
    { there: 'close.l', letters: 'eads' },
    { there: 'close.leads.', letters: 'list' },
  ]),
  ...completionRows(projects.hooksBase, [
    { there: 'useCloseQuery((q) => q.l', letters: 'eads' },
    { there: 'useCloseQuery((q) => q.leads.', letters: 'list' },
  ]),
]);
for (const line of over) console.error(`Over budget: ${line}`);
process.exitCode = over.length > 0 ? 1 : 0;

function measureVersion(version: string): object[] {
  const best = Object.fromEntries(
    Object.entries(projects).map(([name, project]) => [name, measure(version, project)]),
  );
  const row = (what: string, base: Diagnostics | undefined, calls: Diagnostics | undefined): object => ({
    TypeScript: version,
    program: what,
    'instantiations by the import': base?.instantiations,
    'by the calls': (calls?.instantiations ?? Number.NaN) - (base?.instantiations ?? Number.NaN),
    'check, s': calls?.checkSeconds,
  });
  const { ourBase, ourCalls, ourAwaits, ourFields, hooksBase, hooksReads, plainBase, plainCalls } = best;
  const added = (ourCalls?.instantiations ?? Number.NaN) - (ourBase?.instantiations ?? Number.NaN);
  hold(`${version}: instantiations`, added, limits.instantiations);
  // All of them: what the import of the hooks costs belongs to a page that reads.
  hold(`${version}: instantiations of the hooks`, hooksReads?.instantiations, limits.hookInstantiations);
  return [
    row('@closekit/client', ourBase, ourCalls),
    row('@closekit/client, awaited', ourBase, ourAwaits),
    row('@closekit/client, with fields', ourBase, ourFields),
    row('@closekit/react, useCloseQuery', hooksBase, hooksReads),
    row('openapi-fetch', plainBase, plainCalls),
  ];
}

function measure(version: string, project: string): Diagnostics {
  const result = compile(version, project);
  if (result.errors !== '') {
    throw new Error(`TypeScript ${version} refuses ${project}:\n${result.errors.slice(0, 2_000)}`);
  }
  return result;
}

function completionRows(project: string, typed: readonly Typed[]): object[] {
  const [date, ...ours] = [{ there: 'new Date().g', letters: 'etTi' }, ...typed].map((each) => ({
    typing: `${each.there}${each.letters.slice(0, 1)}…`,
    ...measureCompletion(project, each),
  }));
  return ours.map(({ typing, entries, firstMs, keystrokeMs }) => {
    const ratio = keystrokeMs / (date?.keystrokeMs ?? Number.NaN);
    return {
      typing,
      entries,
      'first, ms': firstMs.toFixed(1),
      'after a keystroke, ms': keystrokeMs.toFixed(1),
      'beside a Date': ratio.toFixed(2),
    };
  });
}

function hold(what: string, value: number | undefined, limit: number): void {
  if (!(value !== undefined && value <= limit)) over.push(`${what} ${value}, limit ${limit}`);
}
