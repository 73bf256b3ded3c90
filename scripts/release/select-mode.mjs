/**
 * Prints `mode=version` while changesets are pending, and `mode=publish` when there are none: the output of a step of
 * .github/workflows/release.yml. Node built-ins only: nothing is installed in that job.
 */
import { readdirSync } from 'node:fs';

const pending = readdirSync('.changeset').filter((name) => name.endsWith('.md') && name !== 'README.md');
console.log(`mode=${pending.length > 0 ? 'version' : 'publish'}`);
