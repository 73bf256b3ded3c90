import type { CloseOrganization } from '@closekit/react';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useSignOut } from '../hooks/use-sign-out.ts';
import styles from './account.module.css';
import { AccountLabel } from './account-label.tsx';
import { DisconnectDialog } from './disconnect-dialog.tsx';
import { FailureNotice } from './failure-notice.tsx';
import { Icon } from './icon.tsx';
import menu from './menu.module.css';

interface AccountMenuProps {
  readonly user: string;
  readonly organization: CloseOrganization;
  readonly organizations: readonly CloseOrganization[];
  /** Switches to another organization; without an id, leaves for Close to connect one. */
  readonly onSwitch: (organizationId?: string) => Promise<void>;
}

/** A menu of the connected organizations, to switch between them, connect another one, or leave. */
export function AccountMenu({ user, organization, organizations, onSwitch }: AccountMenuProps) {
  const change = useMutation({ mutationFn: (id?: string) => onSwitch(id) });
  const signOut = useSignOut();
  const [isConfirming, setConfirming] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const stay = (): void => {
    setConfirming(false);
    trigger.current?.focus(); // The item of the menu that had the focus is gone.
  };
  return (
    <>
      {change.isError && <FailureNotice title="The organization was not switched." error={change.error} />}
      {signOut.isError && <FailureNotice title="You are still signed in." error={signOut.error} />}
      <MenuTrigger>
        <Button ref={trigger} className={styles.account}>
          <AccountLabel organization={organization.name} user={user} />
        </Button>
        <Popover className={menu.popover} placement="top start">
          <Menu className={menu.menu}>
            <OrganizationItems active={organization.id} all={organizations} onSwitch={change.mutate} />
            <MenuItem className={menu.item} onAction={() => change.mutate(undefined)}>
              <Icon name="created" size={14} />
              Connect another organization
            </MenuItem>
            <MenuSection aria-label="Leave" className={menu.section}>
              <MenuItem className={menu.item} onAction={() => signOut.mutate()}>
                <Icon name="out" size={14} />
                Sign out
              </MenuItem>
              <MenuItem className={menu.item} onAction={() => setConfirming(true)}>
                <Icon name="close" size={14} />
                Disconnect from Close
              </MenuItem>
            </MenuSection>
          </Menu>
        </Popover>
      </MenuTrigger>
      {isConfirming && <DisconnectDialog organization={organization} onClose={stay} />}
    </>
  );
}

interface OrganizationItemsProps {
  /** The id of the active organization. */
  readonly active: string;
  readonly all: readonly CloseOrganization[];
  readonly onSwitch: (organizationId: string) => void;
}

function OrganizationItems({ active, all, onSwitch }: OrganizationItemsProps) {
  return (
    <MenuSection
      aria-label="Organizations"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[active]}
      items={all}
    >
      {({ id, name }) => (
        <MenuItem className={menu.item} textValue={name} onAction={() => id !== active && onSwitch(id)}>
          {name}
          {id === active && <Icon name="check" size={14} />}
        </MenuItem>
      )}
    </MenuSection>
  );
}
