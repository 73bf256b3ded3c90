export { exportGrants } from './lib/grant/export-grants.ts';
export { importGrants } from './lib/grant/import-grants.ts';
export { listGrants } from './lib/grant/list-grants.ts';
export { resumeDisconnects } from './lib/grant/resume-disconnects.ts';
export { resealGrants } from './lib/grant/reseal-grants.ts';

export type { ExportOptions } from './lib/grant/export-grants.ts';
export type { ImportLines, ImportOptions, ImportProblem, ImportProgress } from './lib/grant/import-grants.ts';
export type { GrantList, GrantListPage, ListedGrant, ListOptions } from './lib/grant/list-grants.ts';
export type { ResealOptions, ResealProgress } from './lib/grant/reseal-grants.ts';
export type { ResumeOptions } from './lib/grant/resume-disconnects.ts';
export type { GrantTokens } from './lib/grant/parse-grant-tokens.ts';
