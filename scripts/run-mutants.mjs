/**
 * Runs the mutation tester in a package, and makes its report fit to be committed: without the path of this checkout,
 * and with one line for each mutant and each test.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const tester = 'mutants/node_modules/@stryker-mutator/core/bin/stryker.js';
const report = 'mutants/report.json';

const args = [tester, 'run', 'mutants/stryker.json', ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
const results = JSON.parse(readFileSync(report, 'utf8'));
delete results.projectRoot;
const text = JSON.stringify(results, undefined, 1).replaceAll(/\n {5,}/g, '');
writeFileSync(report, `${text}\n`);
process.exitCode = status ?? 1;
