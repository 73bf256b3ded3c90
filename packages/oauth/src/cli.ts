#!/usr/bin/env node
import { runCli } from './lib/run-cli.ts';

process.exitCode = runCli(process.argv.slice(2), {
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
});
