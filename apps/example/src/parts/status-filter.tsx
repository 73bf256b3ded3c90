import type { LeadStatus } from '@closekit/client/models';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { LeadStatusBadge } from './lead-status-badge.tsx';
import styles from './status-filter.module.css';

interface StatusFilterProps {
  readonly statuses: readonly LeadStatus[];
  readonly selected: readonly string[];
  readonly onChange: (ids: Iterable<string>) => void;
}

/** Selects any number of statuses; none means all. One tab stop, with arrow keys inside. */
export function StatusFilter({ statuses, selected, onChange }: StatusFilterProps) {
  return (
    <ToggleButtonGroup
      className={styles.group}
      aria-label="Filter by status"
      selectionMode="multiple"
      selectedKeys={selected}
      onSelectionChange={(keys) => onChange([...keys].map(String))}
    >
      {statuses.map(({ id, label }) => (
        <ToggleButton key={id} id={id} className={styles.choice}>
          <LeadStatusBadge label={label} />
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
