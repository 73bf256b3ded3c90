/**
 * The header that makes a browser delete what the user leaves behind at the app's origin. Browsers ignore
 * directives that they do not know.
 *
 * - `storage`: a query cache or drafts in IndexedDB or `localStorage` hold data of Close, and the next user of a
 *   shared computer could read them.
 * - `prefetchCache`, `prerenderCache`: pages that were loaded ahead with the ended session.
 * - Not `cookies`: it deletes those of the whole site, also of sibling subdomains and of other paths. Our own goes by
 *   `Set-Cookie`.
 * - Not `cache`: our responses are `no-store`, so none is in it, and Chromium holds the response back for seconds
 *   while it searches its whole cache: https://issues.chromium.org/issues/41343050
 * - Not `executionContexts`: browsers do not support it, and the page that signs out shows so itself.
 *
 * @see https://www.w3.org/TR/clear-site-data/
 */
export const clearSiteData = { 'clear-site-data': '"storage", "prefetchCache", "prerenderCache"' } as const;
