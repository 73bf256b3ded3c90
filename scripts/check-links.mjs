/** Fails when a relative link, or a path in backticks that starts with a folder of ours, leads nowhere. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const documents = [
  ...globSync('*.md'),
  ...globSync('{decisions,docs}/*.md'),
  ...globSync('{packages,apps}/*/README.md'),
];
let checked = 0;
for (const document of documents) {
  const text = readFileSync(document, 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, link]) =>
    join(dirname(document), link),
  );
  const paths = [...text.matchAll(/`((?:packages|apps|scripts|docs|decisions)\/[^`<>*{\s]+)`/g)].map(
    ([, path]) => path,
  );
  for (const target of [...links, ...paths]) {
    checked += 1;
    if (existsSync(target)) continue;
    console.error(`${document}: ${target} does not exist.`);
    process.exitCode = 1;
  }
}
console.log(`${checked} links and paths in ${documents.length} documents`);
