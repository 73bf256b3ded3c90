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

// A bound that ends a hang, also on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

const preview: Preview = {
  // Parts in files of their own too, before a story begins: a busy server may take long to make them.
  loaders: [mswLoader(startWorker), loadClose, loadNow],
  // The components run their real requests; the worker hands them to the backend of the story.
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
    options: { storySort: { order: ['Hooks', 'Components', 'Sample app'] } },
  },
};

export default preview;
