import { Button } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { Icon } from './icon.tsx';
import menu from './menu.module.css';
import styles from './select.module.css';

interface SelectProps {
  readonly label: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  /** Name of the field in a form. */
  readonly name?: string;
  readonly value?: string;
  readonly defaultValue?: string;
  readonly onChange?: (id: string) => void;
  readonly className?: string | undefined;
}

/** A select field for a few options, usable in a form. */
export function Select({ label, options, onChange, className = styles.select, ...field }: SelectProps) {
  return (
    <AriaSelect {...field} className={className} onChange={(key) => key !== null && onChange?.(String(key))}>
      <Label className={styles.label}>{label}</Label>
      <Button className={`input ${styles.button}`}>
        <SelectValue className={styles.value} />
        <Icon name="down" size={16} />
      </Button>
      <Popover className={menu.popover}>
        <ListBox className={menu.menu} items={options}>
          {(option) => (
            <ListBoxItem className={menu.item} textValue={option.label}>
              {option.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
