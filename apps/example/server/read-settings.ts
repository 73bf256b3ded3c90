import { parseArgs } from 'node:util';
import type { StartExampleOptions } from './start-example.ts';
import { StartError } from './start-error.ts';

/**
 * Reads the settings: PORT, CLOSEKIT_DATA, CLOSE_CLIENT_ID, CLOSE_CLIENT_SECRET and the argument --dev.
 *
 * @throws StartError when a setting is not valid.
 */
export function readSettings(env: NodeJS.ProcessEnv, args: readonly string[]): StartExampleOptions {
  return {
    port: readPort(env['PORT']),
    dataFolder: env['CLOSEKIT_DATA'] || undefined,
    credentials: readCredentials(env['CLOSE_CLIENT_ID'], env['CLOSE_CLIENT_SECRET']),
    dev: readDev(args),
  };
}

function readPort(text: string | undefined): number | undefined {
  if (!text) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new StartError('setting_invalid', `PORT must be a number from 0 to 65535, not "${text}".`);
}

function readCredentials(
  clientId: string | undefined,
  clientSecret: string | undefined,
): StartExampleOptions['credentials'] {
  if (clientId && clientSecret) return { clientId, clientSecret };
  if (!clientId && !clientSecret) return undefined;
  const [set, missing] = clientId
    ? ['CLOSE_CLIENT_ID', 'CLOSE_CLIENT_SECRET']
    : ['CLOSE_CLIENT_SECRET', 'CLOSE_CLIENT_ID'];
  throw new StartError(
    'half_configured',
    `${set} is set but ${missing} is not. Set both to talk to the real Close, or neither to use the local sandbox.`,
  );
}

function readDev(args: readonly string[]): boolean {
  try {
    return parseArgs({ args: [...args], options: { dev: { type: 'boolean', default: false } } }).values.dev;
  } catch (error) {
    throw new StartError(
      'setting_invalid',
      `Unknown argument in "${args.join(' ')}". Only --dev is supported.`,
      { cause: error },
    );
  }
}
