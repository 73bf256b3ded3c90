/** Whether the server talks to the sandbox or to the real Close. The server writes it into the page. */
export const closeMode: 'sandbox' | 'production' =
  document.documentElement.dataset['close'] === 'production' ? 'production' : 'sandbox';
