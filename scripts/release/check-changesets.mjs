/**
 * Checks the pending changesets: each names one package, so that its changelog speaks of nothing else, and says
 * something.
 */
import { globSync, readFileSync } from 'node:fs';

const files = globSync('.changeset/*.md')
  .filter((path) => !path.endsWith('README.md'))
  .toSorted();
for (const file of files) {
  const [, front = '', summary = ''] = /^---\n([^]*?)---\n([^]*)$/.exec(readFileSync(file, 'utf8')) ?? [];
  const named = [...front.matchAll(/^['"]?(@closekit\/[\w-]+)['"]?: (?:major|minor|patch)$/gm)];
  if (named.length !== 1)
    report(file, `names ${named.length} packages. Write one changeset for each package.`);
  if (summary.trim() === '') report(file, 'says nothing. Write what changes for users.');
}
console.log(`${files.length} pending changesets`);

function report(file, fault) {
  console.error(`${file} ${fault}`);
  process.exitCode = 1;
}
