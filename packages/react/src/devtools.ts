export { CloseDevtools, CloseDevtoolsPanel, closeDevtoolsPlugin } from './lib/devtools/in-development.tsx';

export type { CloseDevtoolsPanelProps } from './lib/devtools/close-devtools-panel.tsx';
export type {
  CloseDevtoolsPlugin,
  CloseDevtoolsPluginOptions,
} from './lib/devtools/close-devtools-plugin.tsx';
export type { CloseDevtoolsProps } from './lib/devtools/close-devtools.tsx';
