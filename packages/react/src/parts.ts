export { ConnectButton } from './lib/parts/connect-button.tsx';
export { ConnectionBanner } from './lib/parts/connection-banner.tsx';
export { OrganizationSwitcher } from './lib/parts/organization-switcher.tsx';
export { UserMenu } from './lib/parts/user-menu.tsx';

export type { ConnectButtonLabels, ConnectButtonProps } from './lib/parts/connect-button.tsx';
export type { ConnectionBannerLabels, ConnectionBannerProps } from './lib/parts/connection-banner.tsx';
export type {
  OrganizationSwitcherLabels,
  OrganizationSwitcherProps,
} from './lib/parts/organization-switcher.tsx';
export type { PartSlot, PartSlotProps } from './lib/parts/part-slot.ts';
export type { UserMenuLabels } from './lib/parts/user-menu-labels.ts';
export type { UserMenuProps, UserMenuSlots } from './lib/parts/user-menu.tsx';
