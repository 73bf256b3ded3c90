import type { CloseConnection } from '@closekit/react';
import type { ReactNode } from 'react';
import { useNow } from '../hooks/use-now.ts';
import { Avatar } from './avatar.tsx';
import styles from './connection-facts.module.css';

/** The connection in five facts. */
export function ConnectionFacts({ connection }: { readonly connection: Partial<CloseConnection> }) {
  const { organization, user, scope, generation, expiresAt } = connection;
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
        <Fact term="Refreshes so far">{generation ? generation - 1 : '—'}</Fact>
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
  return seconds > 0 ? <span role="timer">{seconds}</span> : <>renewed with the next call</>;
}
