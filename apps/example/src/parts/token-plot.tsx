import type { ActivityEntry } from '../hooks/use-demo-activity.ts';
import { tokenLife } from '../token-life.ts';
import type { TokenStretch } from '../token-life.ts';
import styles from './token-plot.module.css';

interface TokenPlotProps {
  readonly entries: readonly ActivityEntry[];
  readonly now: number;
  /** Length of the shown period. */
  readonly spanMs?: number;
  /** Lifetime of a token. */
  readonly lifetimeMs?: number;
}

const lanes = [
  { kind: 'call', label: 'Calls' },
  { kind: 'refused', label: '401s' },
  { kind: 'joined', label: 'Joins' },
  { kind: 'refreshed', label: 'Refreshes' },
] as const;
const lifeHeight = 84;
const laneHeight = 26;
const height = lifeHeight + lanes.length * laneHeight + 8;

/** A plot of the last minute. Hidden from screen readers: the log below it has the same entries in words. */
export function TokenPlot({ entries, now, spanMs = 60_000, lifetimeMs = 3_600_000 }: TokenPlotProps) {
  const from = now - spanMs;
  const shown = entries.filter(({ at }) => at >= from);
  // Leaves room at the end for the newest dots.
  const x = (at: number): string => `${(((at - from) / spanMs) * 98).toFixed(2)}%`;
  const y = (leftMs: number): number => 8 + (lifeHeight - 16) * (1 - Math.max(0, leftMs) / lifetimeMs);
  return (
    <figure className={styles.plot} aria-hidden="true">
      <Labels shown={shown} />
      <svg className={styles.canvas} width="100%" height={height}>
        <LifeLine life={tokenLife(entries, { from, to: now, lifetimeMs })} x={x} y={y} />
        <Lanes shown={shown} x={x} />
      </svg>
      <figcaption className={styles.caption}>
        <span>a minute ago</span>
        <span>now</span>
      </figcaption>
    </figure>
  );
}

interface PartProps {
  /** Entries of the shown period. */
  readonly shown: readonly ActivityEntry[];
  /** Position of a moment, from the left. */
  readonly x: (at: number) => string;
}

function Labels({ shown }: Pick<PartProps, 'shown'>) {
  return (
    <div className={styles.labels} style={{ height }}>
      <span style={{ height: lifeHeight }}>Seconds to expiry</span>
      {lanes.map(({ kind, label }) => (
        <span key={kind} style={{ height: laneHeight }}>
          {label} <b>{shown.filter((entry) => entry.kind === kind).length}</b>
        </span>
      ))}
    </div>
  );
}

interface LifeLineProps extends Pick<PartProps, 'x'> {
  readonly life: readonly TokenStretch[];
  /** Position of a remaining lifetime, from the top. */
  readonly y: (leftMs: number) => number;
}

/** The remaining lifetime: it falls until the next token. */
function LifeLine({ life, x, y }: LifeLineProps) {
  return (
    <>
      {life.map((after, index) => {
        const before = life[index - 1];
        return (
          before && (
            <line
              key={after.from}
              className={styles.jump}
              x1={x(after.from)}
              x2={x(after.from)}
              y1={y(before.expiresAt - before.to)}
              y2={y(after.expiresAt - after.from)}
            />
          )
        );
      })}
      {life.map(({ from, to, expiresAt }) => (
        <line
          key={from}
          className={styles.life}
          data-over={expiresAt <= from}
          x1={x(from)}
          x2={x(to)}
          y1={y(expiresAt - from)}
          y2={y(expiresAt - to)}
        />
      ))}
    </>
  );
}

/** A row of dots for each kind of event. */
function Lanes({ shown, x }: PartProps) {
  return lanes.map(({ kind }, lane) => (
    <g key={kind} className={styles.lane} data-kind={kind}>
      <line x1="0" x2="100%" y1={laneY(lane)} y2={laneY(lane)} />
      {shown
        .filter((entry) => entry.kind === kind)
        .map(({ at }, index) => (
          <circle key={`${at}-${index}`} cx={x(at)} cy={laneY(lane)} r={kind === 'call' ? 2.5 : 5} />
        ))}
    </g>
  ));
}

function laneY(lane: number): number {
  return lifeHeight + laneHeight * (lane + 0.5);
}
