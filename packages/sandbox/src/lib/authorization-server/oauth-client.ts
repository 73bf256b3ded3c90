/** An app that is registered with the sandbox. */
export interface SandboxClient {
  /** The client id. */
  clientId: string;
  /** The client secret. */
  clientSecret: string;
  /** The redirect URIs. They must match exactly. */
  redirectUris: string[];
  /** The name on the consent page. Default: `Demo app`. */
  name?: string;
}

export const demoClient: Required<SandboxClient> = {
  clientId: 'oa2client_sandbox_demo',
  clientSecret: 'sandbox-demo-secret',
  redirectUris: ['http://localhost:3000/api/close/callback'],
  name: 'Demo app',
};

/** The scopes of Close, with their descriptions on the consent page. */
export const scopeDescriptions: Readonly<Record<string, string>> = {
  'all.full_access':
    'Read and change everything you can see in the organization: leads, contacts, deals, tasks and messages',
  offline_access: 'Stay connected while you are away, until you disconnect the app',
};

/** The scope of a request without `scope`. */
export const defaultScope: string = Object.keys(scopeDescriptions).join(' ');
