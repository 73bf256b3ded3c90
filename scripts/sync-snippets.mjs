/**
 * Copies regions of compiled files into the READMEs and docs, so that every snippet a reader sees has been type-checked.
 * A README marks the place: `<!-- snippet: apps/example/snippets/server.ts#connect -->` followed by a code block.
 * Fills in counts, too: see contract-counts.mjs. With --check nothing is written, and a stale snippet or count fails.
 * `pnpm snippets` runs it on our own Node.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fillCounts } from './contract-counts.mjs';

const check = process.argv.includes('--check');
const place = /(<!-- snippet: (\S+?)#(\S+) -->\n+)```\w*\n[\s\S]*?```/g;

let stale = 0;
let found = 0;
for (const readme of [
  'README.md',
  'CONTRIBUTING.md',
  ...globSync(['{packages,apps}/*/README.md', 'docs/*.md']),
]) {
  const before = readFileSync(readme, 'utf8');
  const { filled, faults } = fillCounts(before);
  const after = filled.replaceAll(place, (...match) => {
    const [, marker, file, region] = match;
    found += 1;
    return `${marker}\`\`\`${extname(file).slice(1)}\n${readRegion(file, region)}\n\`\`\``;
  });
  if (after === before) continue;
  stale += 1;
  if (!check) {
    writeFileSync(readme, after);
    continue;
  }
  for (const { line, problem } of faults) console.error(`${readme}:${line}: ${problem}`);
  if (after !== filled) console.error(describeDifference(readme, filled, after));
}
console.log(`${found} snippets, ${stale} READMEs ${check ? 'stale' : 'rewritten'}`);
if (check && stale > 0) console.error('Run "pnpm snippets".');
if (check && stale > 0) process.exitCode = 1;

function describeDifference(readme, before, after) {
  const [shown, compiled] = [before.split('\n'), after.split('\n')];
  const index = compiled.findIndex((line, at) => line !== shown[at]);
  return [
    `${readme}:${index + 1}: this snippet is stale.`,
    `  README:   ${shown[index] ?? '(nothing)'}`,
    `  compiled: ${compiled[index]}`,
  ].join('\n');
}

function readRegion(file, region) {
  const lines = readFileSync(file, 'utf8').split('\n');
  const start = lines.findIndex((line) => line.trim() === `// #region ${region}`);
  const end = lines.findIndex((line, index) => index > start && line.trim().startsWith('// #endregion'));
  if (start < 0 || end < 0)
    throw new Error(`${file} has no region "${region}" (// #region … // #endregion).`);
  return unindent(lines.slice(start + 1, end))
    .join('\n')
    .trim();
}

function unindent(lines) {
  const widths = lines.filter((line) => line.trim()).map((line) => line.length - line.trimStart().length);
  const width = Math.min(...widths);
  return lines.map((line) => line.slice(width));
}
