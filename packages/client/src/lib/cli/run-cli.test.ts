import { createSandbox } from '@closekit/sandbox';
import type { Sandbox } from '@closekit/sandbox';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describe, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';

/** The command with the sandbox as Close, and its output. */
function command(sandbox: Sandbox, apiKey?: string) {
  const printed: string[] = [];
  const complaints: string[] = [];
  const files = new Map<string, string>();
  const run = (...args: string[]) =>
    runCli(args, {
      apiKey,
      print: (text) => printed.push(text),
      printError: (text) => complaints.push(text),
      writeFile: (path, text) => files.set(path, text),
      fetch: sandbox.fetch,
    });
  return { run, printed, complaints, files };
}

/** The message of Node for an option that does not exist. */
function unknownOption(name: string): string {
  try {
    parseArgs({ args: [name], allowPositionals: true, options: {} });
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error(`Node accepts the option ${name}.`);
}

describe('runCli', () => {
  it('writes the types of every custom field of the organization', async () => {
    const sandbox = createSandbox({ leads: 0 });
    const { run, printed, files } = command(sandbox, sandbox.apiKey);
    expect(await run('custom-fields', '--out', 'fields.ts')).toBe(0);
    const expected = await readFile(
      new URL('../../../test/generated/custom-fields.ts', import.meta.url),
      'utf8',
    );
    expect(files.get('fields.ts')).toBe(expected);
    expect(printed).toEqual(['Written: fields.ts\n']);
  });

  it('accepts key and base URL as options, and prints to the terminal', async () => {
    const sandbox = createSandbox({ leads: 0 });
    const { run, printed, files } = command(sandbox);
    const options = ['--api-key', sandbox.apiKey, '--base-url', 'http://127.0.0.1:4010/api/v1', '--out', '-'];
    expect(await run('custom-fields', ...options)).toBe(0);
    expect(printed.join('')).toContain('interface LeadCustomFields {');
    expect(files.size).toBe(0);
  });

  it('leaves out custom activities when the plan does not include them', async () => {
    const sandbox = createSandbox({ leads: 0 });
    sandbox.faults.next({ path: '/api/v1/custom_activity/', status: 402, body: '{"error":"Upgrade."}' });
    const { run, files } = command(sandbox, sandbox.apiKey);
    expect(await run('custom-fields')).toBe(0);
    const text = files.get('close-custom-fields.ts');
    expect(text).not.toContain('interface ActivityCustomFields');
    expect(text).toContain('  activity: {},\n');
  });

  it('fails with one line without the key', async () => {
    const sandbox = createSandbox({ leads: 0 });
    const { run, complaints } = command(sandbox, 'api_wrong');
    expect(await run('custom-fields')).toBe(1);
    expect(complaints).toEqual([
      'custom_field_schemas_get: The server responded with 401: ' +
        'The credential is missing, unknown, expired or revoked.\n',
    ]);
  });

  it('does not repeat a key in the wrong place', async () => {
    const { run, complaints } = command(createSandbox({ leads: 0 }));
    expect(await run('custom-fields', 'api_hidden')).toBe(1);
    expect(await run('custom-fields', '--apikey=api_hidden')).toBe(1);
    expect(complaints).toEqual([
      'custom-fields takes options only. See --help.\n',
      expect.not.stringContaining('api_hidden'),
    ]);
  });

  it('reports why Close is unreachable, or the file was not written', async () => {
    const sandbox = createSandbox({ leads: 0 });
    const complaints: string[] = [];
    const effects = {
      apiKey: sandbox.apiKey,
      print: () => {},
      printError: (text: string) => void complaints.push(text),
      writeFile: () => {
        throw new Error('EACCES: permission denied');
      },
    };
    const lost = new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND close.test') });
    const unreachable = { ...effects, fetch: () => Promise.reject(lost), sleep: async () => {} };
    expect(await runCli(['custom-fields'], unreachable)).toBe(1);
    expect(await runCli(['custom-fields'], { ...effects, fetch: sandbox.fetch })).toBe(1);
    expect(complaints).toEqual([
      'custom_field_schemas_get: The request failed. Check the network. ' +
        'Cause: fetch failed: getaddrinfo ENOTFOUND close.test\n',
      'EACCES: permission denied\n',
    ]);
  });

  it('explains its usage and its errors', async () => {
    const sandbox = createSandbox({ leads: 0 });
    const { run, printed, complaints } = command(sandbox);
    expect(await run('--help')).toBe(0);
    expect(await run()).toBe(1);
    expect(printed.join('')).toMatch(/^Usage: npx @closekit\/client custom-fields/);
    expect(await run('custom-feilds')).toBe(1);
    expect(await run('custom-fields', '--key', 'k')).toBe(1);
    expect(await run('custom-fields')).toBe(1);
    expect(complaints).toEqual([
      'Unknown command: custom-feilds. See --help.\n',
      `${unknownOption('--key')}\n`,
      'No API key. Set CLOSE_API_KEY or pass --api-key.\n',
    ]);
  });
});
