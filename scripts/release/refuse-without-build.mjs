/** The `prepack` of every published package: refuses to pack one that is not built, or only in part. */
import { findMissingFiles } from './find-missing-files.mjs';

const missing = findMissingFiles('.');
if (missing.length > 0) {
  const list = missing.slice(0, 5).map((line) => `\n  ${line}`);
  console.error(`This package is not built: run "pnpm build" first. Missing are:${list.join('')}`);
  process.exitCode = 1;
}
