/** Which Close the server talks to: it writes this into the page. */
export const closeMode: 'sandbox' | 'production' =
  document.documentElement.dataset['close'] === 'production' ? 'production' : 'sandbox';
