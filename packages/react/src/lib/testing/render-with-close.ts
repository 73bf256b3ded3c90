import { createCloseTestApp } from './close-test-app.tsx';
import type { CloseTestApp, CloseTestAppOptions, CloseTestWrapper } from './close-test-app.tsx';

/** Options of {@link renderWithClose}. Only `render` is required. */
export interface RenderWithCloseOptions<TUi, TResult> extends CloseTestAppOptions {
  /**
   * `render` or `renderHook` of your test library: Testing Library, vitest-browser-react, or a compatible
   * one.
   *
   * @param ui - The elements, or the callback of a hook.
   * @param options - `wrapper`: the app around them.
   * @returns The result of the library, or a promise of it.
   */
  readonly render: (ui: TUi, options: { wrapper: CloseTestWrapper }) => TResult;
}

/** The result of `render`, with the app around it. */
export type RenderedWithClose<TResult> =
  TResult extends PromiseLike<infer TAwaited> ? Promise<TAwaited & CloseTestApp> : TResult & CloseTestApp;

/**
 * Renders components, or a hook, inside an app that is connected to a sandbox.
 *
 * @param ui - The first argument of `render`: elements, or the callback of a hook.
 * @param options - `render`, and the options of the app.
 * @returns The result of `render`, with `backend`, `queryClient` and `client`.
 * @example
 * ```tsx
 * import { render } from '@testing-library/react';
 * const { findByText, backend } = renderWithClose(<Leads />, { render });
 * ```
 */
export function renderWithClose<TUi, TResult>(
  ui: TUi,
  { render, ...options }: RenderWithCloseOptions<TUi, TResult>,
): RenderedWithClose<TResult> {
  const { wrapper, ...app } = createCloseTestApp(options);
  const rendered: unknown = render(ui, { wrapper });
  const result = isPromise(rendered)
    ? rendered.then((awaited) => Object.assign(Object(awaited), app))
    : Object.assign(Object(rendered), app);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a conditional type cannot be followed in code
  return result as RenderedWithClose<TResult>;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}
