/**
 * Members of the init of an upload. For any other redirect mode or window, the `fetch` of Node keeps a copy of
 * the whole body in memory in case it has to send it again. Workers refuse this mode.
 */
export function uploadInit(): RequestInit {
  const init = { redirect: 'error', window: null } as const;
  try {
    void new Request('https://storage.invalid/', init);
    return init;
  } catch {
    return {};
  }
}
