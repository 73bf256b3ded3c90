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
