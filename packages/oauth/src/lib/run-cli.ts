import { encodeBase64Url } from './base/base64url.ts';

/** The effects of the command. */
export interface CliEffects {
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

const usage = `Usage: npx @closekit/oauth key

Prints a new sealing key as JSON: an element of the list \`keys\` of createCloseOAuth. Keep it in a secret store: without it
the stored connections are lost.

  --help
`;

const helpOptions = ['--help', '-h'];

/** Runs the command with its arguments. Returns the exit code: 0, or 1 after it has printed an error. */
export function runCli(args: readonly string[], { print, printError }: CliEffects): number {
  const [command, ...rest] = args;
  if (args.some((argument) => helpOptions.includes(argument))) {
    print(usage);
    return 0;
  }
  if (command === undefined) {
    print(usage);
    return 1;
  }
  // The arguments are not repeated: they may be secrets.
  if (command !== 'key' || rest.length > 0) {
    printError('Unknown arguments. See --help.\n');
    return 1;
  }
  print(`${JSON.stringify(createKey())}\n`);
  return 0;
}

/** The id is random as well, so that it is unique among the keys of an app. */
function createKey(): { id: string; secret: string } {
  return { id: `k_${randomText(6)}`, secret: randomText(32) };
}

function randomText(bytes: number): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(bytes)));
}
