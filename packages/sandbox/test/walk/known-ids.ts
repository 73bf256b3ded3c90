const idPattern = /^([a-z0-9]+_)[0-9A-Za-z]{15,}$/;
const keyPattern = /^custom\.(cf_[0-9A-Za-z]+)(.*)$/;

/** The ids of existing objects, by kind. */
export interface KnownIds {
  /** Notes an object of a resource; the latest one is used first. */
  add(path: string, id: unknown): void;
  remove(id: unknown): void;
  /** An id of the kind that belongs there; different ones for different examples. */
  find(prefix: string, path: string, index?: number): string | undefined;
  /** Replaces the ids of an example by ids of existing objects. */
  localize(example: unknown, path: string): unknown;
}

/** Creates an empty set of ids. */
export function createKnownIds(): KnownIds {
  const byKind = new Map<string, string[]>();

  function find(prefix: string, path: string, index = 0): string | undefined {
    const ids = byKind.get(kindOf(prefix, path)) ?? byKind.get(prefix) ?? [];
    return ids[Math.min(index, ids.length - 1)];
  }
  function localize(example: unknown, path: string): unknown {
    const seen: string[] = [];
    const replace = (text: string): string => {
      const prefix = idPattern.exec(text)?.[1];
      if (prefix === undefined) return text;
      if (!seen.includes(text)) seen.push(text);
      const alike = seen.filter((id) => id.startsWith(prefix));
      return find(prefix, path, alike.indexOf(text)) ?? text;
    };
    return replaceText(example, replace);
  }
  return {
    add: (path, id) => {
      const prefix = idPattern.exec(String(id))?.[1];
      if (prefix === undefined) return;
      for (const kind of new Set([kindOf(prefix, path), prefix])) {
        byKind.set(kind, [String(id), ...(byKind.get(kind) ?? [])]);
      }
    },
    remove: (id) => {
      for (const [kind, ids] of byKind)
        byKind.set(
          kind,
          ids.filter((one) => one !== id),
        );
    },
    find,
    localize,
  };
}

/** Activities have a type, statuses and custom fields that of their objects, links a user or a team. */
function kindOf(prefix: string, path: string): string {
  if (prefix === 'schlnk_') return path.startsWith('/shared') ? 'schlnk_shared' : prefix;
  if (prefix === 'acti_') return path.startsWith('/activity/meeting/') ? 'acti_meeting' : prefix;
  if (prefix === 'stat_') return path.includes('opportunity') ? 'stat_opportunity' : 'stat_lead';
  if (prefix === 'acti_') return /^\/activity\/\w+\//.exec(path)?.[0] ?? prefix;
  if (prefix !== 'cf_') return prefix;
  if (/custom_object/.test(path)) return 'cf_custom_object';
  if (/custom_activity|activity\/custom|custom_field\/activity/.test(path)) return 'cf_activity';
  return `cf_${/contact|opportunity|shared/.exec(path)?.[0] ?? 'lead'}`;
}

function replaceText(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((item) => replaceText(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const [, id, rest] = keyPattern.exec(name) ?? [];
      return [id === undefined ? name : `custom.${replace(id)}${rest}`, replaceText(item, replace)];
    }),
  );
}
