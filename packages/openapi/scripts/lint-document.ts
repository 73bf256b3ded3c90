import type { OpenApiDocument } from '../src/lib/open-api-document.ts';

export function lintDocument(_document: OpenApiDocument): string[] {
  return [];
}
