import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOperations } from '../scripts/api-operation.ts';
import { bundleDocument } from '../scripts/bundle.ts';
import { resourceShape } from '../scripts/resource-shape.ts';
import type { ResourceShape } from '../scripts/resource-shape.ts';

const document = bundleDocument(join(import.meta.dirname, '..', 'document'));
const operations = readOperations(document);
const shapeOf = (path: string): ResourceShape => resourceShape(document, operations, path);

describe('resourceShape', () => {
  it('reads ids, fields and filters', () => {
    expect(shapeOf('/outcome/')).toMatchObject({
      prefix: 'outcome_',
      hasMore: true,
      creates: ['applies_to', 'description', 'name', 'type'],
      updates: ['applies_to', 'description', 'name', 'type'],
    });
    expect(shapeOf('/dialer/').filters).toEqual([
      'organization_id',
      'source_type',
      'source_value',
      'status',
      'user_id',
    ]);
    expect(shapeOf('/send_as/')).toMatchObject({ hasMore: false, updates: [] });
  });

  it('derives the least row: null, the only or first value, empty, and what the request fills in', () => {
    expect(shapeOf('/integration_link/').least).toEqual({
      created_by: '@user',
      date_created: '@now',
      date_updated: '@now',
      name: '',
      organization_id: '@organization',
      type: 'lead',
      updated_by: null,
      url: '',
    });
    expect(shapeOf('/playbook/').least).toMatchObject({ created_by_id: '@user', created_at: '@now' });
    expect(shapeOf('/sms_template/').least).toMatchObject({ date_created: '@bare', status: 'active' });
  });

  it('finds the objects that a body names, and the lists whose items have ids', () => {
    expect(shapeOf('/custom_object/').references).toEqual({
      custom_object_type_id: 'cotype_',
      lead_id: 'lead_',
    });
    expect(shapeOf('/playbook/').references).toEqual({ custom_field_ids: 'cf_', outcome_ids: 'outcome_' });
    expect(shapeOf('/sequence/').nested?.['steps']).toMatchObject({
      prefix: 'seqstep_',
      least: { delay: 0, email_template_id: null, date_created: '@bare' },
    });
    expect(shapeOf('/email_template/')).not.toHaveProperty('nested');
  });

  it('has the example of rows that no request creates', () => {
    expect(shapeOf('/dialer/').example).toMatchObject({ type: 'power', source_type: 'saved-search' });
    expect(shapeOf('/group/')).not.toHaveProperty('example');
  });

  it('refuses a path without rows', () => {
    expect(() => shapeOf('/nothing/')).toThrow('/nothing/: the document does not describe its rows.');
  });
});
