import type { Random } from '../../base/random.ts';

export interface UserRow {
  readonly id: string;
  first_name: string;
  last_name: string;
  email: string;
  image: string;
  date_created: string;
  date_updated: string;
  last_used_timezone: string;
  organizations: string[];
}

/** Creates a user who belongs to no organization, with initials as the image. */
export function newUserRow(
  ids: Random,
  [first_name = '', last_name = '']: readonly string[],
  joinedAt: string,
): UserRow {
  return {
    id: ids.id('user_'),
    first_name,
    last_name,
    email: `${first_name}.${last_name}@example.com`.toLowerCase(),
    image: initialsImage(first_name.charAt(0) + last_name.charAt(0)),
    date_created: joinedAt,
    date_updated: joinedAt,
    last_used_timezone: 'America/Los_Angeles',
    organizations: [],
  };
}

function initialsImage(initials: string): string {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="#31527a"/>` +
    `<text x="32" y="41" font-family="sans-serif" font-size="26" fill="#fff" text-anchor="middle">${initials}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

export function fullName(user: UserRow): string {
  return `${user.first_name} ${user.last_name}`;
}
