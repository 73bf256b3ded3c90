import { createCloseTestApp } from './close-test-app.tsx';
import type { CloseTestApp, CloseTestAppOptions, CloseTestWrapper } from './close-test-app.tsx';

/** Settings of {@link renderWithClose}. Only `render` is required. */
export interface RenderWithCloseOptions<TUi, TResult> extends CloseTestAppOptions {
  /**
   * `render` or `renderHook` of your own test library: Testing Library, vitest-browser-react, or one of that shape.
   *
   * @param ui - What is rendered.
   * @param options - `wrapper`: the app around it.
   * @returns Whatever that library returns, or a promise of it.
   */
  readonly render: (ui: TUi, options: { wrapper: CloseTestWrapper }) => TResult;
}

/** What `render` returned, with the app around it. */
export type RenderedWithClose<TResult> =
  TResult extends PromiseLike<infer TAwaited> ? Promise<TAwaited & CloseTestApp> : TResult & CloseTestApp;

/**
 * Renders components, or a hook, inside of an app that is connected to a sandbox.
 *
 * @param ui - What `render` takes: elements, or the callback of a hook.
 * @param options - `render`, and what differs from the defaults.
 * @returns What `render` returned, with `backend`, `queryClient` and `client` besides.
 * @example
 * import { render } from '@testing-library/react';
 * const { findByText, backend } = renderWithClose(<Leads />, { render });
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
