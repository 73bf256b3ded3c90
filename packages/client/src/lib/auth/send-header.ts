import type { Layer } from '../transport/layers.ts';

/** Authenticates every request with the same header, so that a 401 is final. */
export function sendHeader(name: string, value: string): Layer {
  const credential = [name, value] as const;
  return (call, next) => {
    call.begin();
    call.credential = credential;
    return next(call);
  };
}
