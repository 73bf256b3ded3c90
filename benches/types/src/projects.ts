import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the programs that are measured are written: below this package, so that they find its dependencies. */
const folder = join(import.meta.dirname, '..', 'dist');

const compilerOptions = {
  target: 'ES2022',
  lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
  module: 'NodeNext',
  moduleResolution: 'NodeNext',
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
};

/**
 * Writes a program of one file as a project of its own.
 *
 * @param name - Of the project.
 * @param text - The program.
 * @param options - Compiler options that differ.
 * @returns The path of its tsconfig.
 */
export function writeProject(name: string, text: string, options: object = {}): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  writeFileSync(join(folder, `${name}.tsx`), text);
  const project = join(folder, `tsconfig.${name}.json`);
  const config = { compilerOptions: { ...compilerOptions, ...options }, files: [`${name}.tsx`] };
  writeFileSync(project, `${JSON.stringify(config, null, 2)}\n`);
  return project;
}
