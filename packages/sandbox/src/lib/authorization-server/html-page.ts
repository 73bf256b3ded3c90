import { html, raw } from 'hono/html';
import { randomSecret } from './random-secret.ts';
import { pageStyle } from './page-style.ts';

/** The contents of a page. */
export interface HtmlPage {
  title: string;
  body: ReturnType<typeof html>;
  status?: number;
  /** Origins that a form of the page may lead to, also by redirect. */
  formTargets?: readonly string[];
}

/** A page without scripts and external resources that cannot be framed. */
export async function htmlPage({ title, body, status = 200, formTargets = [] }: HtmlPage): Promise<Response> {
  const nonce = randomSecret('');
  const policy = [
    `default-src 'none'`,
    `style-src 'nonce-${nonce}'`,
    `form-action ${["'self'", ...formTargets].join(' ')}`,
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
