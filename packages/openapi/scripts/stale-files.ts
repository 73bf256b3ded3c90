import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Lists the paths whose file in the folder is missing or differs from its generated text. */
export function staleFiles(folder: string, files: ReadonlyMap<string, string>): string[] {
  return [...files].filter(([path, text]) => textOf(join(folder, path)) !== text).map(([path]) => path);
}

/** Writes generated texts into the folder. */
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
