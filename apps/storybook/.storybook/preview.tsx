import { loadClose, withClose } from '@closekit/react/testing';
import { closeHandlers } from '@closekit/react/testing/msw';
import type { Preview } from '@storybook/react-vite';
import { mswLoader } from 'msw-storybook-addon/csf3';
import { expectNoOutsideRequests, forgetRequests } from './outside-requests.ts';
import { startWorker } from './start-worker.ts';

const preview: Preview = {
  loaders: [mswLoader(startWorker), loadClose],
  // The components run their real requests; the worker hands them to the backend of the story.
  beforeEach: ({ msw, loaded }) => {
    msw.use(...closeHandlers(loaded['close']));
    forgetRequests();
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
