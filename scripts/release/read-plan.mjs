/** What scripts/release/release.mjs has packed. Node built-ins only. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Reads the packed releases and checks that each tarball is the one that was packed.
 *
 * @param {string} folder - The folder of the tarballs, with their publish-plan.json.
 * @returns {{ name: string, version: string, tag: string, access: string, tarball: string }[]} Dependencies first.
 * @throws {Error} When a tarball has changed since.
 */
export function readPlan(folder) {
  const { plan } = JSON.parse(readFileSync(join(folder, 'publish-plan.json'), 'utf8'));
  const releases = plan.flat().filter(({ kind }) => kind === 'publish');
  return releases.map(({ tarball: { path, integrity }, ...release }) => {
    const tarball = join(folder, path);
    const digest = createHash('sha256').update(readFileSync(tarball)).digest('base64');
    if (`sha256-${digest}` !== integrity) throw new Error(`${tarball} has changed since it was packed.`);
    return { ...release, tarball };
  });
}
