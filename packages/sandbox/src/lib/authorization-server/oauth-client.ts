/** The app that is registered at the sandbox. */
export interface SandboxClient {
  /** The client id. */
  clientId: string;
  /** The client secret. */
  clientSecret: string;
  /** Where the consent page may send people back to. Compared exactly. */
  redirectUris: string[];
  /** What the consent page calls the app. Default `Demo app`. */
  name?: string;
}

/** The app that is registered when none is given. */
export const demoClient: Required<SandboxClient> = {
  clientId: 'oa2client_sandbox_demo',
  clientSecret: 'sandbox-demo-secret',
  redirectUris: ['http://localhost:3000/api/close/callback'],
  name: 'Demo app',
};

/** The scopes that Close gives to apps, with the words of the consent page. */
export const scopeDescriptions: Readonly<Record<string, string>> = {
  'all.full_access':
    'Read and change everything you can see in the organization: leads, contacts, deals, tasks and messages',
  offline_access: 'Stay connected while you are away, until you disconnect it',
};

/** What a request without `scope` gets. */
export const defaultScope: string = Object.keys(scopeDescriptions).join(' ');

/** True when every word of a scope is one that the sandbox knows. */
export function isKnownScope(scope: string): boolean {
  return scope.split(' ').every((word) => Object.hasOwn(scopeDescriptions, word));
}
