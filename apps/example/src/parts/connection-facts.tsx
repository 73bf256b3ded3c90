import type { ConnectedSession, UseCloseLiveResult } from '@closekit/react';
import type { ReactNode } from 'react';
import { Meter } from 'react-aria-components/Meter';
import { useNow } from '../hooks/use-now.ts';
import { Avatar } from './avatar.tsx';
import styles from './connection-facts.module.css';

interface ConnectionFactsProps {
  readonly connection: Partial<ConnectedSession>;
  readonly live: UseCloseLiveResult['status'];
}

const liveWords = {
  disabled: 'off',
  unsupported: 'not supported',
  refused: 'refused by the server',
  connecting: 'connecting…',
  open: 'on',
  stale: 'reconnecting…',
} as const;
const lifetimeSeconds = 3600;

/** The facts of a connection: organization, user, expiry, refreshes, live updates and scope. */
export function ConnectionFacts({ connection, live }: ConnectionFactsProps) {
  const { organization, user, scope, refreshes, expiresAt } = connection;
  return (
    <div className={styles.card}>
      <div className={styles.who}>
        {organization && <Avatar name={organization.name} />}
        <div>
          <p className={styles.organization}>{organization?.name}</p>
          <p className={styles.soft}>
            {user?.name}
            {user?.email && ` · ${user.email}`}
          </p>
        </div>
      </div>
      <dl className={styles.facts}>
        <Fact term="Seconds to expiry">{expiresAt ? <SecondsLeft until={expiresAt} /> : '—'}</Fact>
        <Fact term="Refreshes so far">{refreshes ?? '—'}</Fact>
        <Fact term="Live updates">{liveWords[live]}</Fact>
        <Fact term="Scope" wide>
          {scope?.split(' ').map((word) => <code key={word}>{word}</code>) ?? '—'}
        </Fact>
      </dl>
    </div>
  );
}

function Fact({
  term,
  wide,
  children,
}: {
  readonly term: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={wide ? styles.wide : styles.fact}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function SecondsLeft({ until }: { readonly until: number }) {
  const now = useNow(1000);
  const seconds = Math.max(0, Math.round((until - now) / 1000));
  const left = Math.min(100, (seconds / lifetimeSeconds) * 100);
  return (
    <>
      {seconds > 0 ? <span role="timer">{seconds}</span> : <>refreshed on the next call</>}
      <Meter aria-label="Remaining token lifetime" value={left} className={styles.meter}>
        <span style={{ width: `${left}%` }} />
      </Meter>
    </>
  );
}
