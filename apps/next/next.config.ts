import type { NextConfig } from 'next';

const config: NextConfig = {
  // The paths of Close end in a slash, which Next would redirect.
  skipTrailingSlashRedirect: true,
  turbopack: { root: import.meta.dirname },
};

export default config;
