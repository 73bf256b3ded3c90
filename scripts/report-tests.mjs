/** Adds up the test reports that each package's run left behind and prints one closing line. */
import { existsSync, globSync, readFileSync } from 'node:fs';

let passed = 0;
let failed = 0;
let skipped = 0;
for (const folder of globSync('{packages,apps}/*')) {
  if (!existsSync(`${folder}/vitest.config.ts`)) continue;
  const path = `${folder}/test-report.json`;
  if (!existsSync(path)) {
    console.error(`${path} is missing: the tests of ${folder} did not run.`);
    process.exitCode = 1;
    continue;
  }
  const report = JSON.parse(readFileSync(path, 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests + (report.numFailedTests === 0 && !report.success ? 1 : 0);
  skipped += report.numPendingTests + report.numTodoTests;
}
if (passed === 0 || failed > 0) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
