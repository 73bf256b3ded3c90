import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript-5.9';

const rounds = 3;

/** How long an editor waits for a list of names. */
export interface Latency {
  /** Names in the list. */
  readonly entries: number;
  /** Milliseconds of the first list, the program being there. */
  readonly firstMs: number;
  /** Milliseconds after each further keystroke, the median. */
  readonly keystrokeMs: number;
}

/**
 * Types text at the end of a program, letter by letter, and requests completions after each. The best of some fresh
 * services counts: other work on the machine only adds to the time.
 *
 * @param project - Path of the tsconfig.
 * @param typed - What is typed.
 * @returns How long the lists took.
 */
export function measureCompletion(project: string, typed: Typed): Latency {
  let best = measureOnce(project, typed);
  for (let round = 1; round < rounds; round += 1) {
    const next = measureOnce(project, typed);
    if (next.keystrokeMs < best.keystrokeMs) best = next;
  }
  return best;
}

/** What is typed. */
export interface Typed {
  readonly there: string;
  readonly letters: string;
}

function measureOnce(project: string, { there, letters }: Typed): Latency {
  const config: unknown = JSON.parse(readFileSync(project, 'utf8'));
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, dirname(project));
  const [file = ''] = parsed.fileNames;
  const program = readFileSync(file, 'utf8');
  let text = program + there;
  let version = 0;
  const service = ts.createLanguageService({
    getCompilationSettings: () => parsed.options,
    getScriptFileNames: () => [file],
    getScriptVersion: (name) => (name === file ? String(version) : '0'),
    getScriptSnapshot: (name) => {
      if (name === file) return ts.ScriptSnapshot.fromString(text);
      return ts.sys.fileExists(name) ? ts.ScriptSnapshot.fromString(ts.sys.readFile(name) ?? '') : undefined;
    },
    getCurrentDirectory: () => dirname(project),
    getDefaultLibFileName: (options) =>
      join(dirname(ts.sys.getExecutingFilePath()), ts.getDefaultLibFileName(options)),
    fileExists: (name) => ts.sys.fileExists(name),
    readFile: (name) => ts.sys.readFile(name),
    directoryExists: (name) => ts.sys.directoryExists(name),
  });
  service.getProgram();
  let entries = 0;
  const ask = (): number => {
    const started = performance.now();
    entries = service.getCompletionsAtPosition(file, text.length, {})?.entries.length ?? 0;
    return performance.now() - started;
  };
  const firstMs = ask();
  const times = letters.split('').map((letter) => {
    text += letter;
    version += 1;
    return ask();
  });
  return { entries, firstMs, keystrokeMs: median(times) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
