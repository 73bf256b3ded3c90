import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from './start-error.ts';

/** The files that the sample app keeps on disk. They can be deleted; users then connect again. */
export interface DataFolder {
  readonly path: string;
  /** One SQLite file for the tokens (sealed) and the sessions. */
  readonly database: string;
  /** Seals the tokens: 32 random bytes, base64url, in a file only its owner may read. */
  readonly sealingSecret: string;
}

/** Opens the folder. Creates it and its sealing key when they are missing. */
export async function openDataFolder(path: string): Promise<DataFolder> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    return {
      path,
      database: join(path, 'close.db'),
      sealingSecret: await readOrCreateKey(join(path, 'key')),
    };
  } catch (error) {
    throw new StartError('data_unwritable', `The data folder ${path} cannot be used: ${reason(error)}`, {
      cause: error,
    });
  }
}

async function readOrCreateKey(file: string): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  try {
    await writeFile(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
    return secret;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  await chmod(file, 0o600);
  return (await readFile(file, 'utf8')).trim();
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
