/** The calls that share a rate limit with this one: method and path, with `{id}` for identifiers. */
export function toGroup(method: string, path: string): string {
  return `${method} ${path.replace(/\/[a-z\d]+_(?=\w*[A-Z\d])\w+/g, '/{id}')}`;
}
