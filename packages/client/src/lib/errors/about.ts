/** Puts the operation that a message is about in front of it. */
export function about(operation: string | undefined, message: string): string {
  return operation ? `${operation}: ${message}` : message;
}
