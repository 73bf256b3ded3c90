import { problemsOf } from '../open-contract.ts';

/** A body that the schema refuses, as close to the given one as can be; `undefined` if no variant is refused. */
export function brokenBody(pointer: string, body: unknown): unknown {
  const whole = typeof body === 'object' && body !== null ? { ...body } : {};
  const names = [...Object.keys(whole), 'id', 'name', 'type', 'closekit_unknown'];
  const variants = names.flatMap((name) => [
    { ...whole, [name]: { broken: true } },
    Object.fromEntries(Object.entries(whole).filter(([other]) => other !== name)),
  ]);
  return [...variants, []].find((variant) => problemsOf(pointer, variant).length > 0);
}
