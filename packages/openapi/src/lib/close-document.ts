import document from '../../close.openapi.json' with { type: 'json' };
import type { OpenApiDocument } from './open-api-document.ts';

/**
 * The description of the Close API as one OpenAPI 3.1 document. Every reference points into the document.
 *
 * @example
 * const summaries = Object.values(closeDocument.paths).map((item) => item.get?.summary);
 * @see https://spec.openapis.org/oas/v3.1.0
 */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON has no literal types: `in` is any string there
export const closeDocument: OpenApiDocument = document as unknown as OpenApiDocument;
