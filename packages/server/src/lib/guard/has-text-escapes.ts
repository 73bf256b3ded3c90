/**
 * Whether the escapes of a path are UTF-8 without control characters. Other bytes are read differently by
 * different servers: some take the overlong form `%c0%ae` for a dot.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3629#section-10
 */
export function hasTextEscapes(path: string): boolean {
  if (!path.includes('%')) return true;
  try {
    return !/\p{Cc}/u.test(decodeURIComponent(path));
  } catch {
    return false;
  }
}
