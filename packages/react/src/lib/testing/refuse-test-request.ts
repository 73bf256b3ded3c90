/** Creates the error response of a backend, with an error code of `@closekit/server`. */
export function refuseTestRequest(code: string, status: number): Response {
  return Response.json({ error: `The test backend responds with ${code}.`, code }, { status });
}
