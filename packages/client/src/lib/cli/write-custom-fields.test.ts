import { describe, expect, it } from 'vitest';
import type { CustomFieldDefinitions, FieldDefinition } from './read-custom-fields.ts';
import { writeCustomFields } from './write-custom-fields.ts';

const none: CustomFieldDefinitions = {
  lead: [],
  contact: [],
  opportunity: [],
  activity: [],
  customObject: [],
};

function field(part: Partial<FieldDefinition>): FieldDefinition {
  return { id: 'cf_1', name: 'One', type: 'text', accepts_multiple_values: false, ...part };
}

function writeLead(...lead: FieldDefinition[]): string {
  return writeCustomFields({ ...none, lead });
}

describe('writeCustomFields', () => {
  it('writes a file that changes nothing for an organization without custom fields', () => {
    const text = writeCustomFields(none);
    expect(text).toContain("declare module '@closekit/client/custom-fields' {\n}\n");
    expect(text).toContain('  lead: {},\n');
  });

  it('escapes names and choices', () => {
    const text = writeLead(field({ name: 'A */ B\nC', type: 'choices', choices: ["it's", 'a "b"', 'c\\d'] }));
    expect(text).toContain('/** A *\\/ B C */');
    expect(text).toContain(`'custom.cf_1'?: 'it\\'s' | 'a "b"' | 'c\\\\d' | (string & {}) | null;`);
  });

  it('escapes ids', () => {
    const text = writeLead(field({ id: "cf_1': 1 }; evil(); //" }));
    expect(text).toContain(`    'custom.cf_1\\': 1 }; evil(); //'?: string | null;\n`);
    expect(text).toContain(`    one: 'custom.cf_1\\': 1 }; evil(); //',\n`);
  });

  it('treats a field without choices as text', () => {
    expect(writeLead(field({ type: 'choices', choices: null }))).toContain(
      "'custom.cf_1'?: (string & {}) | null;",
    );
  });

  it('keeps fields of the same name apart, and turns every name into an identifier', () => {
    const text = writeLead(
      field({ id: 'cf_1', name: 'Account Owner (EU)' }),
      field({ id: 'cf_2', name: 'account owner eu' }),
      field({ id: 'cf_3', name: '2nd Größe' }),
      field({ id: 'cf_4', name: '!' }),
      field({ id: 'cf_5', name: 'Area in m²' }),
      field({ id: 'cf_6', name: '½ day' }),
    );
    expect(text).toContain("    accountOwnerEu: 'custom.cf_1',\n    accountOwnerEu2: 'custom.cf_2',\n");
    expect(text).toContain("    _2ndGröße: 'custom.cf_3',\n    _: 'custom.cf_4',\n");
    expect(text).toContain("    areaInM: 'custom.cf_5',\n    day: 'custom.cf_6',\n");
  });

  it('writes a field that two activity types share once', () => {
    const shared = field({ name: 'Mood' });
    const text = writeCustomFields({
      ...none,
      activity: [
        { name: 'Visit', fields: [shared] },
        { name: 'Tour', fields: [shared] },
      ],
    });
    expect(text.split('/** Mood */')).toHaveLength(3);
    expect(text).toContain("tour: {\n      mood: 'custom.cf_1',");
  });
});
