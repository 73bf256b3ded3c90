/** A stored user, with the ids of the user's organizations. */
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

/** The full name of a user. */
export function fullName(user: UserRow): string {
  return `${user.first_name} ${user.last_name}`;
}
