export { downloadExport } from './lib/exports/download-export.ts';
export { exportLeads, exportOpportunities, readExport } from './lib/exports/read-export.ts';
export { downloadFile } from './lib/files/download-file.ts';
export { streamResponse } from './lib/files/stream-response.ts';
export { uploadFile } from './lib/files/upload-file.ts';

export type { ReadExportOptions, ExportProgress } from './lib/exports/export-options.ts';
export type { ExportedRow, LeadExport, OpportunityExport } from './lib/exports/read-export.ts';
export type { FileProgress, StreamOptions } from './lib/files/stream-options.ts';
export type { StreamRequest } from './lib/files/stream-response.ts';
export type { UploadedFile, UploadOptions } from './lib/files/upload-file.ts';
