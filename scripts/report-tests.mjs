/** Adds up the reports that each package's test runs left behind and prints one closing line. */
import { existsSync, globSync, readFileSync } from 'node:fs';

/** Which run, told by its configuration, leaves which report. */
const reports = { 'vitest.config.ts': 'test-report.json', 'vitest.proof.config.ts': 'proof-report.json' };

let passed = 0;
let failed = 0;
let skipped = 0;
for (const config of globSync(`{packages,apps}/*/{${Object.keys(reports).join(',')}}`)) {
  const path = config.replace(/[^/]+$/, (name) => reports[name]);
  if (!existsSync(path)) {
    console.error(`${path} is missing: those tests did not run.`);
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
