import { html, raw } from 'hono/html';
import { scopeDescriptions } from './oauth-client.ts';
import { randomSecret } from './secrets.ts';

export interface ConsentPage {
  requestId: string;
  appName: string;
  scope: string;
  user: { name: string; email: string };
  organizations: readonly { id: string; name: string }[];
  redirectUri: string;
}

export function consentPage(page: ConsentPage): Promise<Response> {
  const target = new URL(page.redirectUri);
  const body = html`
    <span class="badge">Close sandbox</span>
    <h1>${page.appName} wants to connect to Close</h1>
    <p class="note">Signed in as ${page.user.name} (${page.user.email})</p>
    <form method="post" action="/oauth2/authorize/">
      <input type="hidden" name="request" value="${page.requestId}" />
      <fieldset>
        <legend>Which organization?</legend>
        ${page.organizations.map(
          ({ id, name }, index) =>
            html`<label
              ><input
                type="radio"
                name="organization"
                value="${id}"
                required
                ${index === 0 ? 'checked' : ''}
              />${name}</label
            >`,
        )}
      </fieldset>
      <p id="scopes"><strong>${page.appName}</strong> will be able to:</p>
      <ul aria-labelledby="scopes">
        ${page.scope.split(' ').map((word) => html`<li>${scopeDescriptions[word] ?? word}</li>`)}
      </ul>
      <div class="actions">
        <button type="submit" name="decision" value="allow">Allow</button>
        <button type="submit" name="decision" value="deny" formnovalidate>Deny</button>
      </div>
    </form>
    <p class="note">You will return to ${target.host}.</p>
  `;
  const formTarget = target.origin === 'null' ? target.protocol : target.origin;
  return htmlPage(`Connect ${page.appName} to Close`, body, { status: 200, formTarget });
}

/** The error page for requests that must not redirect (RFC 6749 §4.1.2.1). */
export function authorizationErrorPage(reason: string): Promise<Response> {
  const body = html`
    <span class="badge">Close sandbox</span>
    <h1>This request was refused</h1>
    <p>${reason}</p>
    <p class="note">No access was granted, and the app was not notified.</p>
  `;
  return htmlPage('Request refused', body, { status: 400 });
}

export function notFoundPage(): Promise<Response> {
  const body = html`
    <span class="badge">Close sandbox</span>
    <h1>Page not found</h1>
    <p>The sandbox serves <code>/oauth2/…</code> and <code>/api/v1/…</code>.</p>
  `;
  return htmlPage('Not found', body, { status: 404 });
}

/** A page without scripts and external resources that cannot be framed. Its form may lead to itself and one origin. */
async function htmlPage(
  title: string,
  body: ReturnType<typeof html>,
  { status, formTarget = '' }: { status: number; formTarget?: string },
): Promise<Response> {
  const nonce = randomSecret('');
  const policy = [
    `default-src 'none'`,
    `style-src 'nonce-${nonce}'`,
    `form-action 'self' ${formTarget}`.trimEnd(),
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
  ];
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style nonce="${nonce}">
          ${raw(pageStyle)}
        </style>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`;
  return new Response(page.toString(), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    },
  });
}

const pageStyle = `
:root { color-scheme: light dark; --ink: #14213d; --soft: #55607a; --line: #d5dae5; --card: #fff; --back: #eef1f7; --accent: #1a56db; --accent-ink: #fff; --pick: #eaf0fe; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef1f7; --soft: #aab4c8; --line: #3a445a; --card: #1b2233; --back: #10151f; --accent: #7aa5ff; --accent-ink: #0b1220; --pick: #22304f; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--back); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 30rem; background: var(--card); border: 1px solid var(--line); border-radius: 1rem; padding: clamp(1.25rem, 5vw, 2.25rem); box-shadow: 0 1rem 3rem rgb(0 0 0 / 8%); }
h1 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 .5rem; text-wrap: balance; }
p { margin: 0 0 1rem; }
main > :last-child { margin: 1rem 0 0; }
.note { color: var(--soft); font-size: .875rem; }
.badge { display: inline-block; margin-bottom: 1rem; padding: .125rem .625rem; border-radius: 1rem; background: var(--pick); font-size: .8125rem; font-weight: 600; }
fieldset { border: 0; margin: 0 0 1.25rem; padding: 0; }
legend { padding: 0; margin-bottom: .5rem; font-weight: 600; }
label { display: flex; gap: .75rem; align-items: center; padding: .875rem 1rem; margin-bottom: .5rem; border: 1px solid var(--line); border-radius: .625rem; cursor: pointer; }
label:has(:checked) { border-color: var(--accent); background: var(--pick); }
input { width: 1.125rem; height: 1.125rem; accent-color: var(--accent); margin: 0; flex: none; }
ul { margin: 0 0 1.25rem; padding-left: 1.25rem; }
.actions { display: flex; gap: .75rem; flex-wrap: wrap; }
button { flex: 1 1 8rem; min-height: 2.75rem; border: 1px solid var(--line); border-radius: .625rem; font: inherit; font-weight: 600; background: transparent; color: inherit; cursor: pointer; }
button[value=allow] { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
