#!/usr/bin/env node
import { writeFileSync } from 'node:fs'; // oxlint-disable-line no-restricted-imports -- the command runs on Node
import { runCli } from './lib/cli/run-cli.ts';

process.exitCode = await runCli(process.argv.slice(2), {
  apiKey: process.env['CLOSE_API_KEY'],
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  writeFile: writeFileSync,
});
