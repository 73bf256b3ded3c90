import { describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { CloseAuthError } from '../src/index.ts';
import { OrganizationSwitcher, UserMenu } from '../src/parts.ts';
import { showParts } from './show-parts.tsx';

/** The text of the element with the focus. */
const focused = (): string | null | undefined => document.activeElement?.textContent;

const switches = (requests: readonly string[]): string[] =>
  requests.filter((request) => request === 'POST /api/close/switch');

describe('OrganizationSwitcher', () => {
  it('switches to the selected organization', async () => {
    const { screen, first, second } = await showParts(<OrganizationSwitcher />, {
      hasSecondOrganization: true,
    });
    const select = screen.getByRole('combobox', { name: 'Organization' });
    await expect.element(select).toHaveDisplayValue(first.name);
    await userEvent.selectOptions(select, second.name);
    await expect.element(select).not.toHaveAttribute('aria-busy');
    await expect.element(select).toHaveDisplayValue(second.name);
  });

  it('opens its picker on an arrow key, and switches only when an option is selected', async () => {
    const { backend, screen, first, second } = await showParts(<OrganizationSwitcher />, {
      hasSecondOrganization: true,
    });
    const select = screen.getByRole('combobox');
    await expect.element(select).toHaveDisplayValue(first.name);
    await userEvent.tab();
    await userEvent.keyboard('{ArrowDown}');
    await expect.poll(() => select.element().matches(':open')).toBe(true);
    expect(switches(backend.requests)).toEqual([]);
    await userEvent.keyboard('{ArrowDown}{End}{Home}');
    expect(switches(backend.requests)).toEqual([]);
    await userEvent.keyboard('{Enter}');
    await expect.element(select).toHaveDisplayValue(second.name);
    expect(switches(backend.requests)).toHaveLength(1);
  });

  it('leads to the login with its last option', async () => {
    const { backend, screen, first } = await showParts(<OrganizationSwitcher />);
    const select = screen.getByRole('combobox');
    await userEvent.selectOptions(select, 'Connect another organization…');
    await expect.poll(() => backend.visited).toEqual([expect.stringContaining('/api/close/login')]);
    await expect.element(select).toHaveDisplayValue(first.name);
  });

  it('stays at the organization when the switch fails, and says so', async () => {
    const onFailure = vi.fn<(error: CloseAuthError) => void>();
    const { screen, first, second } = await showParts(<OrganizationSwitcher onFailure={onFailure} />, {
      hasSecondOrganization: true,
      brokenRoute: '/api/close/switch',
    });
    const select = screen.getByRole('combobox');
    await expect.element(select).toHaveDisplayValue(first.name);
    await userEvent.selectOptions(select, second.name);
    await expect.element(screen.getByRole('alert')).toHaveTextContent('The organization was not switched.');
    await expect.element(select).toHaveDisplayValue(first.name);
    expect(onFailure.mock.calls.map(([{ code }]) => code)).toEqual(['switch_failed']);
  });

  it('has the options of the app', async () => {
    const { screen, first } = await showParts(
      <OrganizationSwitcher>
        {(auth) => <option value={auth.organization.id}>{auth.organization.name}, active</option>}
      </OrganizationSwitcher>,
    );
    await expect.element(screen.getByRole('combobox')).toHaveDisplayValue(`${first.name}, active`);
    expect(screen.getByRole('option').all()).toHaveLength(1);
  });

  it('leaves a change to the app that prevents its default', async () => {
    const { backend, screen, first, second } = await showParts(
      <OrganizationSwitcher onChange={(event) => event.preventDefault()} />,
      { hasSecondOrganization: true },
    );
    const select = screen.getByRole('combobox');
    await expect.element(select).toHaveDisplayValue(first.name);
    await userEvent.selectOptions(select, second.name);
    await expect.element(select).toHaveDisplayValue(first.name);
    expect(switches(backend.requests)).toEqual([]);
  });
});

const settings = (
  <a role="menuitem" tabIndex={-1} href="#settings">
    Settings
  </a>
);

async function openMenu() {
  const shown = await showParts(<UserMenu items={settings} />);
  const button = shown.screen.getByRole('button', { name: 'Robin Avery' });
  await expect.element(button).toHaveAttribute('aria-expanded', 'false');
  await userEvent.tab();
  expect(focused()).toBe('Robin Avery');
  await userEvent.keyboard('{Enter}');
  await expect.poll(focused).toBe('Settings');
  return { ...shown, button };
}

describe('UserMenu', () => {
  it('opens on Enter with the focus on its first item, and is named after its button', async () => {
    const { button, screen } = await openMenu();
    await expect.element(button).toHaveAttribute('aria-expanded', 'true');
    await expect.element(screen.getByRole('menu', { name: 'Robin Avery' })).toBeVisible();
    expect(screen.getByRole('menuitem').all()).toHaveLength(3);
  });

  it('opens on a click, and closes on another one', async () => {
    const { screen } = await showParts(<UserMenu />);
    const button = screen.getByRole('button', { name: 'Robin Avery' });
    await button.click();
    await expect.poll(focused).toBe('Sign out');
    await button.click();
    await expect.element(button).toHaveAttribute('aria-expanded', 'false');
    await expect.element(screen.getByRole('menu')).not.toBeInTheDocument();
  });

  it('opens on the arrow keys with the focus on its first or last item', async () => {
    const { screen } = await showParts(<UserMenu items={settings} />);
    await expect.element(screen.getByRole('button')).toBeVisible();
    await userEvent.tab();
    await userEvent.keyboard('{ArrowUp}');
    expect(focused()).toBe('Disconnect from Close…');
    await userEvent.keyboard('{Escape}');
    await expect.poll(focused).toBe('Robin Avery');
    await userEvent.keyboard('{ArrowDown}');
    expect(focused()).toBe('Settings');
  });

  it('moves the focus with arrows, edges and characters', async () => {
    await openMenu();
    const seen: unknown[] = [];
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'Home', 's', 'End']) {
      await userEvent.keyboard(key.length === 1 ? key : `{${key}}`);
      seen.push(focused());
    }
    expect(seen).toEqual([
      'Sign out',
      'Disconnect from Close…',
      'Settings',
      'Disconnect from Close…',
      'Settings',
      'Sign out',
      'Disconnect from Close…',
    ]);
  });

  it('closes on Escape and returns the focus', async () => {
    const { button, screen } = await openMenu();
    await userEvent.keyboard('{Escape}');
    await expect.element(button).toHaveFocus();
    await expect.element(button).toHaveAttribute('aria-expanded', 'false');
    await expect.element(screen.getByRole('menu')).not.toBeInTheDocument();
  });

  it('closes on Tab, which moves on from the button', async () => {
    const { screen } = await showParts(
      <>
        <UserMenu />
        <button>after</button>
      </>,
    );
    await screen.getByRole('button', { name: 'Robin Avery' }).click();
    await expect.poll(focused).toBe('Sign out');
    await userEvent.tab();
    expect(focused()).toBe('after');
    await expect.element(screen.getByRole('menu')).not.toBeInTheDocument();
  });

  it('closes on a click elsewhere', async () => {
    const { screen } = await showParts(
      <>
        <UserMenu />
        <input aria-label="elsewhere" />
      </>,
    );
    await screen.getByRole('button', { name: 'Robin Avery' }).click();
    await expect.poll(focused).toBe('Sign out');
    await userEvent.click(screen.getByRole('textbox'), { position: { x: 1, y: 1 } });
    await expect.element(screen.getByRole('menu')).not.toBeInTheDocument();
    await expect.element(screen.getByRole('textbox')).toHaveFocus();
  });

  it('follows the link of an item on Space, and closes', async () => {
    const { button } = await openMenu();
    await userEvent.keyboard(' ');
    expect(window.location.hash).toBe('#settings');
    await expect.element(button).toHaveAttribute('aria-expanded', 'false');
    window.history.replaceState(null, '', window.location.pathname + window.location.search);
  });

  it('signs out', async () => {
    const { backend, screen } = await openMenu();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await expect.element(screen.getByRole('button')).not.toBeInTheDocument();
    expect(backend.session.status).toBe('signed-out');
    expect(backend.sandbox.activeGrants()).toBe(1);
  });

  it('says when signing out has failed', async () => {
    const onFailure = vi.fn<(error: CloseAuthError) => void>();
    const { backend, screen } = await showParts(<UserMenu onFailure={onFailure} />);
    await screen.getByRole('button').click();
    backend.isOffline = true;
    await screen.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect.element(screen.getByRole('alert')).toHaveTextContent('You are still signed in.');
    expect(onFailure.mock.calls.map(([{ code }]) => code)).toEqual(['sign_out_failed']);
  });

  it('disconnects only after a confirmation, also after one that was cancelled', async () => {
    const { backend, button, screen, first } = await openMenu();
    const dialog = screen.getByRole('alertdialog', { name: `Disconnect ${first.name} from Close?` });
    for (const refusal of ['{Escape}', '{Enter}']) {
      await userEvent.keyboard('{End}{Enter}');
      await expect.element(dialog).toBeVisible();
      expect(focused()).toBe('Cancel');
      await userEvent.keyboard(refusal);
      await expect.element(dialog).not.toBeInTheDocument();
      await expect.element(button).toHaveFocus();
      await userEvent.keyboard('{ArrowUp}');
    }
    expect(backend.sandbox.activeGrants()).toBe(1);
    await userEvent.keyboard('{End}{Enter}{Tab}{Enter}');
    await expect.poll(() => backend.session.status).toBe('signed-out');
    await expect.poll(() => backend.sandbox.activeGrants()).toBe(0);
  });

  it('changes nothing when the dialog closes without an answer after a disconnect that has failed', async () => {
    const { backend, screen } = await showParts(<UserMenu />);
    await screen.getByRole('button').click();
    await screen.getByRole('menuitem', { name: 'Disconnect from Close…' }).click();
    backend.isOffline = true;
    await screen.getByRole('button', { name: 'Disconnect', exact: true }).click();
    await expect.element(screen.getByRole('alert')).toHaveTextContent('Disconnecting failed.');
    backend.isOffline = false;
    await screen.getByRole('button', { name: 'Robin Avery' }).click();
    await screen.getByRole('menuitem', { name: 'Disconnect from Close…' }).click();
    const dialog = screen.container.querySelector('dialog');
    const closed = new Promise((resolve) => dialog?.addEventListener('close', resolve));
    dialog?.close(); // As Escape does in older browsers: the answer of the last time stays.
    await closed;
    expect(backend.requests.filter((request) => request === 'POST /api/close/disconnect')).toHaveLength(1);
  });

  it('has the elements of the app, without the offer to disconnect', async () => {
    const { screen } = await showParts(
      <UserMenu
        canDisconnect={false}
        labels={{ signOut: 'Abmelden' }}
        slots={{
          menu: (props) => <div {...props} className="menu" />,
          item: (props) => <button {...props} className="item" />,
        }}
      >
        {({ user }) => <b>{user.name}, account</b>}
      </UserMenu>,
    );
    await screen.getByRole('button', { name: 'Robin Avery, account' }).click();
    await expect.element(screen.getByRole('menu')).toHaveClass('menu');
    await expect.element(screen.getByRole('menuitem')).toHaveTextContent('Abmelden');
    await expect.element(screen.getByRole('menuitem')).toHaveClass('item');
  });
});
