import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Input } from 'react-aria-components/Input';
import { SearchField } from 'react-aria-components/SearchField';
import { Icon } from './icon.tsx';
import styles from './search-box.module.css';

const pauseMs = 250;

interface SearchBoxProps {
  readonly label: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

/**
 * Searches when typing pauses. The value comes from the address, so it follows Back and the navigation too.
 */
export function SearchBox({ label, value, onSearch }: SearchBoxProps) {
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  if (value !== sent) {
    setSent(value);
    setText(value);
  }
  useEffect(() => {
    if (text.trim() === sent) return undefined;
    const timer = setTimeout(() => {
      setSent(text.trim());
      onSearch(text.trim());
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [text, sent, onSearch]);
  return (
    <SearchField className={styles.field} aria-label={label} value={text} onChange={setText}>
      <Icon name="search" />
      <Input className="input" placeholder={label} autoComplete="off" />
      <Button className={styles.clear} aria-label="Clear search">
        <Icon name="close" size={14} />
      </Button>
    </SearchField>
  );
}
