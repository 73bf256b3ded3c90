import { html } from 'hono/html';
import { htmlPage } from './html-page.ts';
import { scopeDescriptions } from './oauth-client.ts';

export interface ConsentPage {
  requestId: string;
  appName: string;
  scope: string;
  user: { name: string; email: string };
  organizations: readonly { id: string; name: string }[];
  redirectUri: string;
}

/** The page where the user selects an organization and allows or denies access. */
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
  const title = `Connect ${page.appName} to Close`;
  return htmlPage({ title, body, formTargets: [target.origin === 'null' ? target.protocol : target.origin] });
}

/**
 * The error page for requests that must not redirect.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1
 */
export function authorizationErrorPage(reason: string): Promise<Response> {
  const body = html`
    <span class="badge">Close sandbox</span>
    <h1>This request was refused</h1>
    <p>${reason}</p>
    <p class="note">No access was granted, and the app was not notified.</p>
  `;
  return htmlPage({ title: 'Request refused', body, status: 400 });
}

export function notFoundPage(): Promise<Response> {
  const body = html`
    <span class="badge">Close sandbox</span>
    <h1>Page not found</h1>
    <p>The sandbox serves <code>/oauth2/…</code> and <code>/api/v1/…</code>.</p>
  `;
  return htmlPage({ title: 'Not found', body, status: 404 });
}
