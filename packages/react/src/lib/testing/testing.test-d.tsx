import { render as renderInDom, renderHook as renderHookInDom } from '@testing-library/react';
import type { RenderResult } from '@testing-library/react';
import type { ComponentType, ReactElement, ReactNode } from 'react';
import { describe, expectTypeOf, it } from 'vitest';
import { render, renderHook } from 'vitest-browser-react';
import type { UseCloseAuthResult } from '../hooks/use-close-auth.ts';
import { useCloseAuth } from '../hooks/use-close-auth.ts';
import type { TestBackend } from './create-test-backend.ts';
import { renderWithClose } from './render-with-close.ts';
import { withClose } from './with-close.tsx';

const ui: ReactNode = null;
const own = (_ui: ReactNode, options: { wrapper: ComponentType<{ children: ReactNode }> }) =>
  options.wrapper.name;

describe('renderWithClose', () => {
  it('returns the result of Testing Library, with the backend', () => {
    const rendered = renderWithClose(ui, { render: renderInDom });
    expectTypeOf(rendered).toExtend<RenderResult>();
    expectTypeOf(rendered.backend).toEqualTypeOf<TestBackend>();
    const hook = renderWithClose(useCloseAuth, { render: renderHookInDom });
    expectTypeOf(hook.result.current).toEqualTypeOf<UseCloseAuthResult>();
  });

  it('keeps the promise of vitest-browser-react', async () => {
    const rendered = await renderWithClose(ui, { render });
    expectTypeOf(rendered.getByRole).toBeFunction();
    expectTypeOf(rendered.backend).toEqualTypeOf<TestBackend>();
    const hook = await renderWithClose(useCloseAuth, { render: renderHook });
    expectTypeOf(hook.result.current).toEqualTypeOf<UseCloseAuthResult>();
  });

  it('accepts any compatible render', () => {
    expectTypeOf(renderWithClose(ui, { render: own }).backend).toEqualTypeOf<TestBackend>();
  });
});

describe('withClose', () => {
  it('returns an element, as Storybook for React requires', () => {
    expectTypeOf(withClose()).returns.toEqualTypeOf<ReactElement>();
  });
});
