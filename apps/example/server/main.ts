import { isCloseOAuthError } from '@closekit/oauth';
import { isCloseServerError } from '@closekit/server';
import { readSettings } from './read-settings.ts';
import { StartError } from './start-error.ts';
import { startExample } from './start-example.ts';
import type { Example, StartExampleOptions } from './start-example.ts';

await main().catch((error: unknown) => {
  console.error(isExpected(error) ? `\n  ✗ ${error.message}\n` : error);
  process.exitCode = 1;
});

/** Errors with a code say what to do. Anything else is a bug and needs its stack. */
function isExpected(error: unknown): error is Error {
  return error instanceof StartError || isCloseOAuthError(error) || isCloseServerError(error);
}

async function main(): Promise<void> {
  const settings = readSettings(process.env, process.argv.slice(2));
  const example = await startExample(settings);
  console.log(banner(example, settings));
  stopOnSignal(example);
}

function banner(example: Example, { credentials, port, dev }: StartExampleOptions): string {
  const moved = port === undefined && !credentials && !example.url.endsWith(':4280');
  return [
    '',
    `  CloseKit sample app${dev ? ' (development)' : ''}`,
    '',
    `  Open   ${example.url}${moved ? '   (port 4280 is in use)' : ''}`,
    `  Close  ${credentials ? 'the real Close, with your client id' : 'a local sandbox: no account needed, data is lost on exit'}`,
    `  Data   ${example.database}`,
    ...(credentials
      ? [
          '',
          '  Register this redirect URL at Close (Settings > Developer > OAuth Apps):',
          `  ${example.redirectUri}`,
        ]
      : []),
    ...(credentials
      ? ['', '  The certificate is self-signed: the browser asks once whether to trust it.']
      : []),
    '',
    '  Press Ctrl+C to stop.',
    '',
  ].join('\n');
}

/** The first signal lets requests and a token refresh finish; the second exits at once. */
function stopOnSignal(example: Example): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void example.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}
