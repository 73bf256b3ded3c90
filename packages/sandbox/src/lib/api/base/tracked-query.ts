/** The parameters of a query. It remembers which were read, so that none is silently ignored. */
export class TrackedQuery extends URLSearchParams {
  readonly #read = new Set<string>();

  override get(name: string): string | null {
    this.#read.add(name);
    return super.get(name);
  }

  override getAll(name: string): string[] {
    this.#read.add(name);
    return super.getAll(name);
  }

  override has(name: string): boolean {
    this.#read.add(name);
    return super.has(name);
  }

  /** The names of the parameters that have a value and were not read. */
  unread(): string[] {
    const given = [...this].filter(([, value]) => value !== '').map(([name]) => name);
    return [...new Set(given)].filter((name) => !this.#read.has(name));
  }
}
