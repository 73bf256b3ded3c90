// #region page
import { cookieSession, createCloseClient } from '@closekit/client';
import { closeSession, fetchAs } from '@closekit/server';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { handler } from '../../close.ts';

export default async function Leads() {
  const browser = await headers();
  const session = await closeSession(handler, browser);
  // A link on another site led here, and the browser withheld the cookie. It sends it when the page loads again.
  if (session === undefined) return <meta httpEquiv="refresh" content="0" />;
  if (session.status !== 'signed-in') redirect('/api/close/login?returnTo=/leads');
  const close = createCloseClient({ auth: cookieSession('/api/close'), fetch: fetchAs(handler, browser) });
  const leads = await close.leads.list({ _limit: 5, fields: ['id', 'display_name'] });
  return (
    <ul>
      {leads.data.map((lead) => (
        <li key={lead.id} id={lead.id}>
          {lead.display_name}
        </li>
      ))}
    </ul>
  );
}
// #endregion page
