import { isRecord } from '../base/is-record.ts';
import { parseJson } from '../base/parse-json.ts';
import { redact, redactText } from './redact.ts';

/** The messages of an error response. */
export interface ErrorBody {
  readonly errors: readonly string[];
  readonly fieldErrors: Readonly<Record<string, string>>;
  /** The machine-readable code of a CloseKit server. */
  readonly backendCode: string | undefined;
  /** The `status` beside an `error` of Close. */
  readonly closeStatus: string | undefined;
}

type Json = string | number | boolean | object | null | undefined;

/** Reads an error body in any of Close's shapes, `{ errors, "field-errors" }` or `{ error }`, or as text. */
export function parseErrorBody(text: string): ErrorBody {
  const json = parseJson(text);
  const body = isRecord(json) ? json : {};
  const { errors, error, detail, message, code, status } = body;
  const said = [errors, error, detail, message].flat().filter(isText);
  return {
    errors: json === undefined ? excerptOf(text) : said.map(redact),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed from JSON
    fieldErrors: Object.fromEntries(flatten(body['field-errors'] as Json, '')),
    backendCode: isText(code) ? code : undefined,
    closeStatus: redactText(status),
  };
}

/** The visible text of a page of a proxy, or of a plain answer. */
function excerptOf(text: string): string[] {
  const visible = text
    .slice(0, 10_000)
    .replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return visible ? [redact(visible)] : [];
}

/** Close sends text for each field, but nested lists and objects are possible: `contacts.0.emails`. */
function flatten(value: Json, path: string): (readonly [string, string])[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'object') return [[path, redact(String(value))]];
  if (Array.isArray(value) && value.every(isText)) return [[path, redact(value.join(' '))]];
  return Object.entries(value).flatMap(([key, item]) => flatten(item, path ? `${path}.${key}` : key));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
