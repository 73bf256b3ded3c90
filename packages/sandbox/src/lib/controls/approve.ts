/** The decision of the user on the consent page. */
export interface ApproveOptions {
  /** The organization to connect. Default: the first one. */
  organizationId?: string;
  /** Press "Deny" instead of "Allow". Default: `false`. */
  deny?: boolean;
}

/** Acts as the user in the browser: opens the consent page, decides, and returns the callback URL. */
export async function approve(
  fetch: (request: Request) => Promise<Response>,
  authorizationUrl: URL | string,
  options: ApproveOptions,
): Promise<URL> {
  const page = await fetch(new Request(authorizationUrl));
  const location = page.headers.get('location');
  if (location !== null) return new URL(location);
  const text = await page.text();
  const [, requestId] = /name="request"\s+value="([^"]+)"/.exec(text) ?? [];
  const [, first] = /name="organization"\s+value="([^"]+)"/.exec(text) ?? [];
  const organization = options.organizationId ?? first;
  if (requestId === undefined || organization === undefined)
    throw new Error(`sandbox.approve: the authorization request was refused. ${reasonOn(text)}`);
  const decision = options.deny === true ? 'deny' : 'allow';
  const response = await fetch(
    new Request(new URL('/oauth2/authorize/', authorizationUrl), {
      method: 'POST',
      body: new URLSearchParams({ request: requestId, organization, decision }),
    }),
  );
  const callback = response.headers.get('location');
  if (callback === null)
    throw new Error(`sandbox.approve: the decision was refused. ${reasonOn(await response.text())}`);
  return new URL(callback);
}

function reasonOn(text: string): string {
  return /<p>([^<]*)<\/p>/.exec(text)?.[1] ?? 'The page shows no reason.';
}
