/**
 * Makes the answer of a backend that does not do what it was asked for.
 *
 * @param code - Why, as `@closekit/server` says it.
 * @param status - HTTP status.
 * @returns The answer.
 */
export function refuseTestRequest(code: string, status: number): Response {
  return Response.json({ error: `The test backend responds with ${code}.`, code }, { status });
}
