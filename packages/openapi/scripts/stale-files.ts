import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Compares generated texts with what is on disk.
 *
 * @param folder - What the paths are relative to.
 * @param files - The texts by path.
 * @returns The paths whose file is missing or different.
 */
export function staleFiles(folder: string, files: ReadonlyMap<string, string>): string[] {
  return [...files].filter(([path, text]) => textOf(join(folder, path)) !== text).map(([path]) => path);
}

/**
 * Writes generated texts to disk.
 *
 * @param folder - What the paths are relative to.
 * @param files - The texts by path.
 */
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
