export { createTestBackend } from './lib/testing/create-test-backend.ts';
export { renderWithClose } from './lib/testing/render-with-close.ts';
export { loadClose, withClose } from './lib/testing/with-close.tsx';

export type { CloseTestApp, CloseTestAppOptions, CloseTestWrapper } from './lib/testing/close-test-app.tsx';
export type { TestBackend, TestBackendOptions, TestLiveEvent } from './lib/testing/create-test-backend.ts';
export type { RenderedWithClose, RenderWithCloseOptions } from './lib/testing/render-with-close.ts';
export type { CloseStoryContext, CloseStoryParameters, WithCloseOptions } from './lib/testing/with-close.tsx';
