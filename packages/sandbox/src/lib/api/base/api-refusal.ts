/** An answer that ends the handling of a request: thrown by handlers, sent by the router. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(`The sandbox refuses with ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** A refusal of one sentence: Close's shape for 401, 403, 404 and 405. */
export function refuse(status: number, error: string): ApiRefusal {
  return new ApiRefusal(status, { error });
}

/** What Close says about something that is not there. */
export function notFound(): ApiRefusal {
  return refuse(404, 'The requested object does not exist.');
}

/** A refusal of single fields. Both keys are always there. */
export function invalidFields(fieldErrors: Record<string, string>): ApiRefusal {
  return new ApiRefusal(400, { errors: [], 'field-errors': fieldErrors });
}

/** A refusal of the request as a whole. */
export function invalidRequest(...errors: string[]): ApiRefusal {
  return new ApiRefusal(400, { errors, 'field-errors': {} });
}
