/**
 * Checks every table of docs/security.md that has the columns `held by` and `tested by`: a row names a file and a test
 * that exist, or says why not, with `Not held:` or `Not ours:`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'docs';
const document = join(folder, 'security.md');
const isReason = (cell) => /^Not (?:held|ours): \S/.test(cell);
let rows = 0;
let tests = 0;
let columns = [];

for (const [index, line] of readFileSync(document, 'utf8').split('\n').entries()) {
  const cells = cellsOf(line);
  if (cells.length === 0) columns = [];
  else if (columns.length === 0) columns = cells;
  else if (!/^:?-+:?$/.test(cells[0]) && columns.includes('tested by')) checkRow(index + 1, cells);
}
console.log(`${rows} rules and attacks in ${document}, with ${tests} tests`);

function cellsOf(line) {
  const parts = line.trim().split(/(?<!\\)\|/);
  return parts.length < 3 ? [] : parts.slice(1, -1).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

function checkRow(line, cells) {
  rows += 1;
  const held = cells[columns.indexOf('held by')] ?? '';
  const tested = cells[columns.indexOf('tested by')] ?? '';
  if (isReason(held)) return;
  const files = [...held.matchAll(/\]\(([^)#\s]+)/g)].map(([, link]) => link);
  if (files.length === 0) report(line, 'names no file that holds the rule, and no reason');
  for (const file of files) if (!existsSync(join(folder, file))) report(line, `${file} does not exist`);
  const named = [...tested.matchAll(/`([^`]+?) › ([^`]+)`/g)];
  if (named.length === 0) report(line, 'names no test');
  for (const [, file, name] of named) checkTest(line, { file: join('packages', file), name });
}

function checkTest(line, { file, name }) {
  tests += 1;
  if (!existsSync(file)) report(line, `${file} does not exist`);
  else if (!namesIn(readFileSync(file, 'utf8')).has(name)) report(line, `${file} has no test "${name}"`);
}

/** The names of the tests in a file. */
function namesIn(text) {
  const calls = text.matchAll(/\b(?:it|test)(?:\.\w+)*(?:\([^()]*\))?\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g);
  return new Set([...calls].map(([, , name]) => name.replaceAll(/\\(.)/g, '$1')));
}

function report(line, fault) {
  console.error(`${document}:${line}: ${fault}.`);
  process.exitCode = 1;
}
