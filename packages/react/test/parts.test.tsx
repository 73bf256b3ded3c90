import { createSandbox } from '@closekit/sandbox';
import { createRef } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { SignedIn, useCloseQuery } from '../src/index.ts';
import { ConnectButton, ConnectionBanner, OrganizationSwitcher, UserMenu } from '../src/parts.ts';
import { createTestBackend } from '../src/testing.ts';
import { closeWrapper } from './render-close.tsx';
import { sandboxClient } from './sandbox-client.ts';
import { heldSession, showParts } from './show-parts.tsx';

const everyPart = (
  <>
    <ConnectButton />
    <ConnectionBanner />
    <OrganizationSwitcher />
    <UserMenu />
  </>
);

/** What a test of pass-through reads of an element. */
function described(element: HTMLElement | null): unknown {
  return [element?.localName, element?.className, element?.title, element?.dataset['status']];
}

describe('every part', () => {
  it('shows nothing while the session is being read, so that nothing can be clicked', async () => {
    const session = heldSession();
    const { backend, screen } = await showParts(everyPart, { ...session, session: 'signed-out' });
    await expect.poll(() => backend.requests).toContain('GET /api/close/session');
    expect(screen.container.innerHTML).toBe('');
    session.answer(backend.session);
    await expect.element(screen.getByRole('button', { name: 'Connect to Close' })).toBeVisible();
  });

  it('shows its fallback while the session is being read', async () => {
    const wait = <p>wait</p>;
    const parts = (
      <>
        <ConnectButton fallback={wait} />
        <OrganizationSwitcher fallback={wait} />
        <UserMenu fallback={wait} />
      </>
    );
    const { screen } = await showParts(parts, heldSession());
    await expect.element(screen.getByText('wait').nth(2)).toBeVisible();
    expect(screen.container.textContent).toBe('waitwaitwait');
  });

  it('renders on a server', () => {
    const { client, session } = createTestBackend({ sandbox: createSandbox({ leads: 0 }) });
    const App = closeWrapper({ client, initialSession: session });
    const html = renderToString(<App>{everyPart}</App>);
    expect(html).toMatch(/^<select [^>]*aria-label="Organization"/);
    expect(html).toMatch(/<button type="button"[^>]*aria-haspopup="menu"/);
  });

  it('passes props and ref to its main element, while connected', async () => {
    const select = createRef<HTMLSelectElement>();
    const button = createRef<HTMLButtonElement>();
    const { screen } = await showParts(
      <>
        <OrganizationSwitcher ref={select} className="switcher" title="One" />
        <UserMenu ref={button} className="user" title="Two" />
      </>,
    );
    await expect.element(screen.getByTitle('Two')).toBeVisible();
    expect(described(select.current)).toEqual(['select', 'switcher', 'One', 'signed-in']);
    expect(described(button.current)).toEqual(['button', 'user', 'Two', 'signed-in']);
  });

  it('passes props and ref to its main element, without a connection', async () => {
    const div = createRef<HTMLDivElement>();
    const button = createRef<HTMLButtonElement>();
    const { screen } = await showParts(
      <>
        <ConnectionBanner ref={div} className="banner" title="One" />
        <ConnectButton ref={button} className="connect" title="Two" />
      </>,
      { session: 'needs-reauth' },
    );
    await expect.element(screen.getByTitle('Two')).toBeVisible();
    expect(described(div.current)).toEqual(['div', 'banner', 'One', 'needs-reauth']);
    expect(described(button.current)).toEqual(['button', 'connect', 'Two', 'needs-reauth']);
  });

  it('throws outside of a CloseProvider', () => {
    expect(() => renderToString(<ConnectButton />)).toThrow('No CloseProvider found.');
    expect(() => renderToString(<ConnectionBanner />)).toThrow('No CloseProvider found.');
    expect(() => renderToString(<OrganizationSwitcher />)).toThrow('No CloseProvider found.');
    expect(() => renderToString(<UserMenu />)).toThrow('No CloseProvider found.');
  });
});

describe('ConnectButton', () => {
  it('leads to the login, and back to this page or to another one', async () => {
    const { backend, screen } = await showParts(
      <>
        <ConnectButton>here</ConnectButton>
        <ConnectButton returnTo="/leads">{(auth) => `there, ${auth.status}`}</ConnectButton>
      </>,
      { session: 'signed-out' },
    );
    await screen.getByRole('button', { name: 'here', exact: true }).click();
    await screen.getByRole('button', { name: 'there, signed-out' }).click();
    const here = `${window.location.pathname}${window.location.search}${window.location.hash}`;
    expect(backend.visited).toEqual(
      [here, '/leads'].map((path) => `/api/close/login?returnTo=${encodeURIComponent(path)}`),
    );
  });

  it('is absent while connected', async () => {
    const { screen } = await showParts(everyPart);
    await expect.element(screen.getByRole('button', { name: 'Robin Avery' })).toBeVisible();
    expect(screen.getByRole('button').all()).toHaveLength(1);
  });

  it('reconnects after the connection is lost', async () => {
    const { backend, screen } = await showParts(<ConnectButton returnTo="/" />, { session: 'needs-reauth' });
    await screen.getByRole('button', { name: 'Reconnect' }).click();
    expect(backend.visited).toEqual(['/api/close/login?returnTo=%2F']);
  });

  it('reads the session again when that has failed', async () => {
    const { backend, screen } = await showParts(<ConnectButton />, {
      session: 'signed-out',
      prepare: (one) => {
        one.sessionResponse = new Error('out of order');
      },
    });
    const retry = screen.getByRole('button', { name: 'Try again' });
    await expect.element(retry).toBeVisible();
    // With the click itself: the page reads the session again by itself, too.
    const recover = () => (backend.sessionResponse = undefined);
    window.addEventListener('click', recover, { capture: true, once: true });
    await retry.click();
    await expect.element(screen.getByRole('button', { name: 'Connect to Close' })).toBeVisible();
    expect(backend.visited).toEqual([]);
  });

  it('leaves a click to the app that prevents its default', async () => {
    const { backend, screen } = await showParts(
      <ConnectButton onClick={(event) => event.preventDefault()} />,
      { session: 'signed-out' },
    );
    await screen.getByRole('button').click();
    expect(backend.visited).toEqual([]);
  });

  it('has the texts and the button of the app', async () => {
    const { screen } = await showParts(
      <ConnectButton
        labels={{ connect: 'Mit Close verbinden' }}
        slots={{ button: (props) => <button {...props} className="own" /> }}
      />,
      { session: 'signed-out' },
    );
    await expect.element(screen.getByRole('button', { name: 'Mit Close verbinden' })).toHaveClass('own');
  });

  it('offers no login where the client has none', () => {
    const client = sandboxClient(createSandbox({ leads: 0 }));
    const shown = (session: 'signed-out' | 'needs-reauth'): string => {
      const App = closeWrapper({ client, initialSession: { status: session } });
      return renderToString(<App>{<ConnectButton />}</App>);
    };
    expect(shown('signed-out')).toBe('');
    expect(shown('needs-reauth')).toContain('Try again');
  });
});

/** A page whose list is there, and whose next request finds the connection lost. */
function Leads() {
  const leads = useCloseQuery((q) => q.leads.list({ _limit: 3 }), { select: ({ data }) => data });
  return (
    <>
      <input aria-label="Note" />
      <ul>
        {leads.data?.map(({ id, display_name: name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
      <button onClick={() => void leads.refetch()}>Reload</button>
    </>
  );
}

describe('ConnectionBanner', () => {
  it('appears beside the content when the connection is lost, and the content stays', async () => {
    const { backend, screen } = await showParts(
      <>
        <ConnectionBanner returnTo="/leads" />
        <SignedIn fallback={<ConnectButton />}>
          <Leads />
        </SignedIn>
      </>,
    );
    await expect.element(screen.getByRole('listitem').nth(2)).toBeVisible();
    await screen.getByRole('textbox').fill('Call back');
    backend.revoke();
    await screen.getByRole('button', { name: 'Reload' }).click();
    await expect.element(screen.getByText('The connection to Close was lost.')).toBeVisible();
    await expect.element(screen.getByRole('textbox')).toHaveValue('Call back');
    expect(screen.getByRole('listitem').all()).toHaveLength(3);
    await screen.getByRole('button', { name: 'Reconnect' }).click();
    expect(backend.visited).toEqual(['/api/close/login?returnTo=%2Fleads']);
  });

  it('says why the last login failed, beside the button that connects', async () => {
    const { href } = window.location;
    const url = new URL(href);
    url.searchParams.set('close_error', 'access_denied');
    window.history.replaceState(null, '', url);
    const { screen } = await showParts(
      <>
        <ConnectionBanner labels={{ failed: (code) => `Failed: ${code}.` }} />
        <ConnectButton />
      </>,
      { session: 'signed-out' },
    );
    await expect.element(screen.getByRole('alert')).toHaveTextContent('Failed: access_denied.');
    await expect.element(screen.getByRole('button')).toHaveTextContent('Connect to Close');
    window.history.replaceState(null, '', href);
  });

  it('says that the session could not be read', async () => {
    const { screen } = await showParts(<ConnectionBanner />, {
      prepare: (backend) => {
        backend.sessionResponse = new Error('out of order');
      },
    });
    await expect.element(screen.getByRole('alert')).toHaveTextContent('Close could not be reached.');
    expect(screen.getByRole('button').all()).toEqual([]);
  });

  it('has the content, texts and elements of the app', async () => {
    const { screen } = await showParts(
      <>
        <ConnectionBanner>{({ status }) => <b>own {status}</b>}</ConnectionBanner>
        <ConnectionBanner
          labels={{ lost: 'Verbindung getrennt.', reconnect: 'Neu verbinden' }}
          slots={{
            banner: (props) => <section {...props} aria-label="Banner" />,
            message: (props) => <strong {...props} />,
            button: (props) => <button {...props} className="own" />,
          }}
        />
      </>,
      { session: 'needs-reauth' },
    );
    await expect.element(screen.getByText('own needs-reauth')).toBeVisible();
    const { innerHTML } = screen.getByRole('alert', { name: 'Banner' }).element();
    expect(innerHTML).toContain('<strong>Verbindung getrennt.</strong>');
    await expect.element(screen.getByRole('button', { name: 'Neu verbinden' })).toHaveClass('own');
  });
});
