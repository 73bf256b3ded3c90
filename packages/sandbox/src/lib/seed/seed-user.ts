import type { UserRow } from '../model/rows/user-row.ts';
import type { Random } from '../base/random.ts';

/** Seeds a user, with initials as the image. */
export function seedUser(
  random: Random,
  [firstName, lastName]: readonly [firstName: string, lastName: string],
  joinedAt: string,
): UserRow {
  return {
    id: random.id('user_'),
    first_name: firstName,
    last_name: lastName,
    email: `${firstName}.${lastName}@example.com`.toLowerCase(),
    image: initialsImage(firstName.charAt(0) + lastName.charAt(0)),
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
