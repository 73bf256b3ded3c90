import type { UserConfig } from 'tsdown';

/** How every package is built: modern ESM for any runtime, one output file per source file, declarations beside them. */
export const base = {
  format: 'esm',
  platform: 'neutral',
  target: 'es2023',
  unbundle: true,
  dts: true,
} satisfies UserConfig;
