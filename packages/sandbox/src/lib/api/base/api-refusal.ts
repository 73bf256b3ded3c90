import type { JsonObject } from '../../base/is-record.ts';

/** An error response, thrown by handlers and sent by the router. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(`The sandbox refused the request with status ${status}.`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** An error of one sentence: Close's format for 401, 403, 404 and 405. */
export function refuse(status: number, error: string): ApiRefusal {
  return new ApiRefusal(status, { error });
}

export function notFound(): ApiRefusal {
  return refuse(404, 'The requested object does not exist.');
}

export function found<T>(value: T | undefined): T {
  if (value === undefined) throw notFound();
  return value;
}

/** A 400 that names fields. Close always sends both keys. */
export function invalidFields(fieldErrors: Record<string, string>): ApiRefusal {
  return new ApiRefusal(400, { errors: [], 'field-errors': fieldErrors });
}

/** A 400 for the request as a whole. */
export function invalidRequest(...errors: string[]): ApiRefusal {
  return new ApiRefusal(400, { errors, 'field-errors': {} });
}

/** Refuses a body with a message for one field, unless a condition holds. */
export function checkField(condition: boolean, field: string, message: string): asserts condition {
  if (!condition) throw invalidFields({ [field]: message });
}

/** The row that a member of a body names. A refusal names its kind: by default `contact` for `contact_id`. */
export function namedRow<T>(
  { body }: { readonly body: JsonObject },
  field: string,
  { table, kind = kindOf(field) }: { table: { get(id: string): T | undefined }; kind?: string },
): T {
  const row = table.get(String(body[field]));
  checkField(row !== undefined, field, `This ${kind} does not exist`);
  return row;
}

function kindOf(field: string): string {
  return field.replace(/_id$/, '').replaceAll('_', ' ');
}

const marker = { 'x-closekit-sandbox': 'not-understood' };

/** What the sandbox does not understand, and the member or query parameter that holds it. */
export interface NotUnderstood {
  readonly field: string;
  readonly message: string;
}

/**
 * Refuses, in strict mode, what Close may accept and the sandbox does not understand. The header says that these are
 * the words of the sandbox.
 */
export function refuseNotUnderstood(
  { isStrict }: { readonly isStrict: boolean },
  ...problems: NotUnderstood[]
): void {
  if (!isStrict || problems.length === 0) return;
  const errors = problems.map(({ message }) => `${message} Pass \`strict: false\` to ignore this.`);
  const fields = Object.fromEntries(problems.map(({ field, message }) => [field, message]));
  throw new ApiRefusal(400, { errors, 'field-errors': fields }, marker);
}

/** A 400 for text that cannot be read, strict or not: no reading of it would be right. */
export function unreadable({ field, message }: NotUnderstood): ApiRefusal {
  return new ApiRefusal(400, { errors: [message], 'field-errors': { [field]: message } }, marker);
}

/** The 501 for an operation of the contract that the sandbox does not serve; 404 if it is not strict. */
export function unserved(operation: string, { isStrict }: { readonly isStrict: boolean }): ApiRefusal {
  if (!isStrict) return refuse(404, 'This path does not exist.');
  const error = `The sandbox does not serve ${operation}. Pass \`strict: false\` to get 404 instead.`;
  return new ApiRefusal(501, { error }, marker);
}
