import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleDocument } from './bundle.ts';
import { readOverlay } from './apply-overlay.ts';
import { generateFiles } from './generate-files.ts';
import { lintDocument } from './lint-document.ts';
import { lintOpenApi } from './lint-open-api.ts';
import { staleFiles, writeFiles } from './stale-files.ts';

const openapi = join(import.meta.dirname, '..');
const packages = join(openapi, '..');

const { values: options } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
process.exitCode = await main(options.check);

async function main(check: boolean): Promise<number> {
  const document = bundleDocument(join(openapi, 'document'));
  const problems = [...lintDocument(document), ...(await lintOpenApi(document))];
  if (problems.length > 0) {
    console.error(['The document violates these rules:', ...problems].join('\n  '));
    return 1;
  }
  const files = await generateFiles(document, readOverlay(join(packages, 'sandbox/rules.overlay.yaml')));
  const stale = staleFiles(packages, files);
  if (!check) {
    writeFiles(packages, files);
    console.log(stale.length === 0 ? 'Nothing to change.' : ['Written:', ...stale].join('\n  '));
    return 0;
  }
  if (stale.length === 0) return 0;
  console.error(['These files differ from the document. Run `pnpm generate`.', ...stale].join('\n  '));
  return 1;
}
