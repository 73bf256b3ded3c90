/**
 * A page that sends the browser on at once, without script.
 *
 * The navigation began at Close, so the browser would withhold the Strict cookie from a redirect. It sends
 * the cookie when it comes from this page of our own origin.
 */
export function hopPage(destination: string, cookies: readonly string[]): Response {
  const href = escapeAttribute(destination);
  const headers = new Headers({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0;url=${href}">
<title>Connected to Close</title>
</head>
<body><a href="${href}">Continue</a></body>
</html>
`;
  return new Response(page, { headers });
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeAttribute(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}
