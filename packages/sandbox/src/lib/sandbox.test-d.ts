import { createSandbox } from '@closekit/sandbox';
import type { SandboxOptions } from '@closekit/sandbox';
import { listen } from '@closekit/sandbox/node';
import { expectTypeOf, test } from 'vitest';

const sandbox = createSandbox();

test('sandbox.fetch stands in for fetch', () => {
  expectTypeOf(sandbox.fetch).toExtend<typeof globalThis.fetch>();
});

test('a sandbox can be listened on', () => {
  expectTypeOf(listen).toBeCallableWith(sandbox, { port: 0 });
});

test('reuse is one of two words', () => {
  expectTypeOf<SandboxOptions['reuse']>().toEqualTypeOf<'revoke-grant' | 'refuse' | undefined>();
});
