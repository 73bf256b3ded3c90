import { html } from 'hono/html';
import { htmlPage } from './html-page.ts';
import { scopeDescriptions } from './oauth-client.ts';

/** What the consent page shows. */
export interface ConsentPage {
  requestId: string;
  appName: string;
  scope: string;
  user: { name: string; email: string };
  organizations: readonly { id: string; name: string }[];
  redirectUri: string;
}

/** The page on which a person chooses an organization and allows or denies. */
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
      <p id="asks"><strong>${page.appName}</strong> will be able to:</p>
      <ul aria-labelledby="asks">
        ${page.scope.split(' ').map((word) => html`<li>${scopeDescriptions[word] ?? word}</li>`)}
      </ul>
      <div class="actions">
        <button type="submit" name="decision" value="allow">Allow</button>
        <button type="submit" name="decision" value="deny" formnovalidate>Deny</button>
      </div>
    </form>
    <p class="note">You will go back to ${target.host}.</p>
  `;
  const title = `Connect ${page.appName} to Close`;
  return htmlPage({ title, body, formTargets: [target.origin === 'null' ? target.protocol : target.origin] });
}

/**
 * The page for requests that must not redirect.
 *
 * @see RFC 6749 §4.1.2.1
 */
export function authorizationErrorPage(reason: string): Promise<Response> {
  const body = html`
    <span class="badge">Close sandbox</span>
    <h1>This request cannot go on</h1>
    <p>${reason}</p>
    <p class="note">Nothing was allowed, and nothing was sent to any app.</p>
  `;
  return htmlPage({ title: 'Request refused', body, status: 400 });
}

/** The page for addresses that lead nowhere. */
export function notFoundPage(): Promise<Response> {
  const body = html`
    <span class="badge">Close sandbox</span>
    <h1>There is nothing here</h1>
    <p>The sandbox serves <code>/oauth2/…</code> and <code>/api/v1/…</code>.</p>
  `;
  return htmlPage({ title: 'Not found', body, status: 404 });
}
