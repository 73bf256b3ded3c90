import type { CloseOrganization } from '@closekit/react';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import styles from './account.module.css';
import { AccountLabel } from './account-label.tsx';
import { FailureNotice } from './failure-notice.tsx';
import { Icon } from './icon.tsx';
import menu from './menu.module.css';

interface AccountMenuProps {
  readonly user: string;
  readonly organization: string;
  readonly organizationId: string;
  readonly organizations: readonly CloseOrganization[];
  /** Switches to another organization; without an id, leaves for Close to connect one. */
  readonly onSwitch: (organizationId?: string) => Promise<void>;
}

/** A menu of the connected organizations, to switch between them or connect another one. */
export function AccountMenu({
  user,
  organization,
  organizationId,
  organizations,
  onSwitch,
}: AccountMenuProps) {
  const change = useMutation({ mutationFn: (id?: string) => onSwitch(id) });
  return (
    <>
      {change.isError && <FailureNotice title="The organization was not switched." error={change.error} />}
      <MenuTrigger>
        <Button className={styles.account}>
          <AccountLabel organization={organization} user={user} />
        </Button>
        <Popover className={menu.popover} placement="top start">
          <Menu className={menu.menu}>
            <MenuSection
              aria-label="Organizations"
              selectionMode="single"
              disallowEmptySelection
              selectedKeys={[organizationId]}
              items={organizations}
            >
              {({ id, name }) => (
                <MenuItem
                  className={menu.item}
                  textValue={name}
                  onAction={() => id !== organizationId && change.mutate(id)}
                >
                  {name}
                  {id === organizationId && <Icon name="check" size={14} />}
                </MenuItem>
              )}
            </MenuSection>
            <MenuItem className={menu.item} onAction={() => change.mutate(undefined)}>
              <Icon name="created" size={14} />
              Connect another organization
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
    </>
  );
}
