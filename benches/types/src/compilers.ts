import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** What a compiler says about one project. */
export interface Diagnostics {
  /** The errors, as the compiler prints them; empty when there are none. */
  readonly errors: string;
  /** Lines that explain the errors, below them. */
  readonly explanations: number;
  readonly instantiations: number;
  readonly checkSeconds: number;
}

/**
 * Compiles a project.
 *
 * @param version - The compiler, such as `5.9`.
 * @param project - Path of the tsconfig.
 * @returns What the compiler says.
 */
export function compile(version: string, project: string): Diagnostics {
  const tsc = join(dirname(require.resolve(`typescript-${version}/package.json`)), 'bin', 'tsc');
  const args = [tsc, '-p', project, '--noEmit', '--extendedDiagnostics', '--pretty', 'false'];
  try {
    return read(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return read(String(error.stdout));
    throw error;
  }
}

function read(printed: string): Diagnostics {
  const number = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(printed)?.[1] ?? Number.NaN);
  return {
    errors: printed
      .split('\n')
      .filter((line) => line.includes('error TS'))
      .join('\n'),
    explanations: printed.split('\n').filter((line) => /^\s+\S/.test(line)).length,
    instantiations: number('Instantiations'),
    checkSeconds: number('Check time'),
  };
}
