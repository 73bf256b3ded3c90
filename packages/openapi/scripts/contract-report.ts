import { join } from 'node:path';
import { httpMethods } from '../src/lib/open-api-document.ts';
import { bundleDocument } from './bundle.ts';
import { reportContract } from './report-contract.ts';

const report = reportContract(bundleDocument(join(import.meta.dirname, '..', 'document')));

console.log(`Operations: ${report.operations} (${httpMethods.join(', ')}), schemas: ${report.schemas}\n`);
console.log('Evidence, in percent; one statement may have several sources.');
console.table(report.evidence);
console.log(`Untyped places, all marked as unknown: ${report.untyped.length}`);
for (const place of report.untyped) console.log(`  ${place}`);
console.log('\nBy tag.');
console.table(report.tags);
