import type { ApiCall } from './api-call.ts';
import { refuseNotUnderstood } from './api-refusal.ts';

/** The parameters of a query. It remembers which were read, so that none is silently ignored. */
export class TrackedQuery extends URLSearchParams {
  readonly #read = new Set<string>();

  override get(name: string): string | null {
    this.#read.add(name);
    return super.get(name);
  }

  override has(name: string): boolean {
    this.#read.add(name);
    return super.has(name);
  }

  unread(): string[] {
    const given = [...this].filter(([, value]) => value !== '').map(([name]) => name);
    return [...new Set(given)].filter((name) => !this.#read.has(name));
  }
}

/** Refuses the parameters that a handler did not read. Called before the handler changes anything. */
export function refuseUnread({ isStrict, query }: Pick<ApiCall, 'isStrict' | 'query'>): void {
  refuseParameters({ isStrict }, query instanceof TrackedQuery ? query.unread() : []);
}

export function refuseParameters(call: Pick<ApiCall, 'isStrict'>, names: readonly string[]): void {
  const message = 'The sandbox does not support this parameter here.';
  refuseNotUnderstood(call, ...names.map((field) => ({ field, message: `${field}: ${message}` })));
}
