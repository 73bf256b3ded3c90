import { parseArgs } from 'node:util'; // oxlint-disable-line no-restricted-imports -- the command runs on Node
import { apiKey } from '../auth/api-key.ts';
import type { Sleep } from '../base/sleep.ts';
import { createCloseConnection } from '../connection/create-close-connection.ts';
import { readCustomFields } from './read-custom-fields.ts';
import { writeCustomFields } from './write-custom-fields.ts';

/** The effects of the command. */
export interface CliEffects {
  /** The API key of the environment. */
  readonly apiKey: string | undefined;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  readonly writeFile: (path: string, text: string) => void;
  readonly fetch?: typeof fetch;
  readonly sleep?: Sleep;
}

const usage = `Usage: npx @closekit/client custom-fields [options]

Reads the custom fields of your organization and writes their types.

  --out <file>       where to, '-' for the terminal (close-custom-fields.ts)
  --api-key <key>    default: the environment variable CLOSE_API_KEY, which keeps it out of process lists
  --base-url <url>   default: https://api.close.com/api/v1
  --help
`;

/** Runs the command with its arguments. Returns the exit code: 0, or 1 after it has printed an error. */
export async function runCli(args: string[], effects: CliEffects): Promise<number> {
  try {
    const { values, positionals } = parseCliOptions(args);
    if (values.help || positionals.length === 0) {
      effects.print(usage);
      return values.help ? 0 : 1;
    }
    const [command, ...rest] = positionals;
    if (command !== 'custom-fields') throw new Error(`Unknown command: ${command}. See --help.`);
    // The argument is not repeated: it may be a key.
    if (rest.length > 0) throw new Error('custom-fields takes options only. See --help.');
    await writeFields(values, effects);
    return 0;
  } catch (error) {
    effects.printError(`${describe(error)}\n`);
    return 1;
  }
}

/** The cause of a failed request holds the reason. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  if (cause === undefined) return message;
  return `${message}${message.endsWith('.') ? ' Cause' : ''}: ${describe(cause)}`;
}

interface Values {
  readonly out: string;
  readonly 'api-key'?: string;
  readonly 'base-url'?: string;
  readonly help: boolean;
}

function parseCliOptions(args: string[]): { readonly values: Values; readonly positionals: string[] } {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      out: { type: 'string', default: 'close-custom-fields.ts' },
      'api-key': { type: 'string' },
      'base-url': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}

async function writeFields(values: Values, effects: CliEffects): Promise<void> {
  const key = values['api-key'] ?? effects.apiKey;
  if (!key) throw new Error('No API key. Set CLOSE_API_KEY or pass --api-key.');
  const close = createCloseConnection({
    auth: apiKey(key),
    baseUrl: values['base-url'],
    fetch: effects.fetch,
    sleep: effects.sleep,
  });
  const text = writeCustomFields(await readCustomFields(close));
  if (values.out === '-') return effects.print(text);
  effects.writeFile(values.out, text);
  effects.print(`Written: ${values.out}\n`);
}
