// First, so that the styles of a part win over the base.
// oxlint-disable-next-line import/no-unassigned-import -- a stylesheet has nothing to assign
import '@closekit/example/src/styles/base.css';
import { loadNow } from '@closekit/example/src/load-ahead.ts';
import { loadClose, withClose } from '@closekit/react/testing';
import { closeHandlers } from '@closekit/react/testing/msw';
import type { Preview } from '@storybook/react-vite';
import { mswLoader } from 'msw-storybook-addon/csf3';
import { expectNoOutsideRequests, forgetRequests } from './outside-requests.ts';
import { configure } from 'storybook/test';
import { startWorker } from './start-worker.ts';
import { visit } from './visit.ts';

// Upper bound for a hanging test, with room for a busy machine.
configure({ asyncUtilTimeout: 25_000 });

const preview: Preview = {
  // Lazy parts load before a story starts, because a busy server may take long to build them.
  loaders: [mswLoader(startWorker), loadClose, loadNow],
  // The components send real requests; the worker passes them to the backend of the story.
  beforeEach: ({ msw, loaded, parameters }) => {
    msw.use(...closeHandlers(loaded['close']));
    sessionStorage.clear();
    forgetRequests();
    return visit(parameters['path']);
  },
  afterEach: expectNoOutsideRequests,
  decorators: [withClose({ network: true })],
  parameters: {
    // A violation of accessibility fails the story.
    a11y: { test: 'error' },
    options: { storySort: { order: ['Hooks', 'Components', 'Parts', 'Sample app'] } },
  },
};

export default preview;
