import { Group } from './group.ts';
import type { GroupSettings } from './group.ts';
import type { Rate } from './rate.ts';

/** Settings of a pacer. */
export interface PacerSettings extends Pick<GroupSettings, 'clock' | 'random'> {
  /** Creates the budget of a group. */
  readonly toRate: (group: string, wake: () => void) => Rate;
}

/** The endpoint groups of one client. */
export class Pacer {
  readonly #settings: PacerSettings;
  readonly #groups = new Map<string, Group>();

  constructor(settings: PacerSettings) {
    this.#settings = settings;
  }

  /** Returns the group of that name, such as `GET /lead/{id}/`. */
  group(name: string): Group {
    let group = this.#groups.get(name);
    if (!group) {
      const { clock, random, toRate } = this.#settings;
      group = new Group({ clock, random, toRate: (wake) => toRate(name, wake) });
      this.#groups.set(name, group);
    }
    return group;
  }
}
