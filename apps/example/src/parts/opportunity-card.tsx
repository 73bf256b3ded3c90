import type { Opportunity, PipelineStatus } from '@closekit/client/models';
import { Button } from 'react-aria-components/Button';
import { GridListItem } from 'react-aria-components/GridList';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Link } from 'wouter';
import { formatDate } from '../format-date.ts';
import { formatMoney } from '../format-money.ts';
import { Icon } from './icon.tsx';
import menu from './menu.module.css';
import styles from './opportunity-card.module.css';

interface OpportunityCardProps {
  readonly opportunity: Opportunity;
  readonly stages: readonly PipelineStatus[];
  readonly onMove: (to: PipelineStatus) => void;
}

const suffixes = { one_time: '', monthly: ' / month', annual: ' / year' } as const;

/**
 * An opportunity on the board. Drag it with the pointer, use its handle with the keyboard, or use its menu.
 */
export function OpportunityCard({ opportunity, stages, onMove }: OpportunityCardProps) {
  const { date_won: day, value_currency: currency, confidence, status_type: type } = opportunity;
  const name = opportunity.lead_name ?? 'Untitled lead';
  return (
    <GridListItem id={opportunity.id} value={opportunity} textValue={name} className={styles.card}>
      <Button slot="drag" className={styles.handle} aria-label={`Drag ${name}`}>
        <Icon name="drag" size={16} />
      </Button>
      <Link to={`/leads/${opportunity.lead_id}`} className={styles.lead} draggable={false}>
        {name}
      </Link>
      <MoveMenu
        name={name}
        stages={stages.filter(({ id }) => id !== opportunity.status_id)}
        onMove={onMove}
      />
      <p className={styles.value}>
        {formatMoney(opportunity.value, currency)}
        <span className={styles.soft}>{suffixes[opportunity.value_period ?? 'one_time']}</span>
      </p>
      <p className={styles.soft}>
        {[type === 'active' && `${confidence}%`, day && formatDate(day)].filter(Boolean).join(' · ')}
      </p>
      <p className={styles.soft}>{opportunity.user_name}</p>
    </GridListItem>
  );
}

interface MoveMenuProps {
  readonly name: string;
  readonly stages: readonly PipelineStatus[];
  readonly onMove: (to: PipelineStatus) => void;
}

function MoveMenu({ name, stages, onMove }: MoveMenuProps) {
  return (
    <MenuTrigger>
      <Button className={styles.more} aria-label={`Move ${name}`}>
        <Icon name="more" size={16} />
      </Button>
      <Popover className={menu.popover} placement="bottom end">
        <Menu className={menu.menu} items={stages}>
          {(stage) => (
            <MenuItem className={menu.item} textValue={stage.label} onAction={() => onMove(stage)}>
              Move to {stage.label}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
