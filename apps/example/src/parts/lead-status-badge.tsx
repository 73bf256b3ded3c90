import { leadTone } from '../lead-tone.ts';
import { StatusBadge } from './status-badge.tsx';

/** The status of a lead, coloured for the usual statuses. */
export function LeadStatusBadge({ label }: { readonly label: string | undefined }) {
  return <StatusBadge tone={leadTone(label)}>{label}</StatusBadge>;
}
