import type { PlainRow } from './record-rows.ts';

export type EventFilter =
  | { readonly type: 'equals' | 'not_equals' | 'contains'; readonly value: unknown }
  | { readonly type: 'is_null' | 'non_null' }
  | { readonly type: 'and' | 'or'; readonly filters: readonly EventFilter[] }
  | { readonly type: 'not' | 'any_array_value'; readonly filter: EventFilter }
  | { readonly type: 'field_accessor'; readonly field: string; readonly filter: EventFilter };

export interface EventKind {
  readonly object_type: string;
  readonly action: string;
  readonly extra_filter?: EventFilter | null;
}

export interface WebhookRow extends PlainRow {
  url: string;
  events: readonly EventKind[];
  verify_ssl: boolean;
  status: 'active' | 'paused';
  /** Close does not document the reason after failed deliveries. */
  pause_reason: 'api' | 'failing' | null;
  /** 64 hex digits. */
  readonly signature_key: string;
  readonly created_by: string;
  updated_by: string;
  /** UTC, without an offset. */
  readonly date_created: string;
  date_updated: string;
}
