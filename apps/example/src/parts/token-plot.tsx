import type { Activity } from '../hooks/use-demo-activity.ts';
import { tokenLife } from '../token-life.ts';
import styles from './token-plot.module.css';

interface TokenPlotProps {
  readonly entries: readonly Activity[];
  readonly now: number;
  /** How much time is shown. */
  readonly spanMs?: number;
  /** How long a token lives. */
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

/** The last minute of a token's life, for the eye. The list beside it says the same in words. */
export function TokenPlot({ entries, now, spanMs = 60_000, lifetimeMs = 3_600_000 }: TokenPlotProps) {
  const from = now - spanMs;
  const shown = entries.filter(({ at }) => at >= from);
  // A little room at the end, for the dots of this moment.
  const x = (at: number): string => `${(((at - from) / spanMs) * 98).toFixed(2)}%`;
  const life = tokenLife(entries, { from, to: now, lifetimeMs });
  const y = (leftMs: number): number => 8 + (lifeHeight - 16) * (1 - Math.max(0, leftMs) / lifetimeMs);
  return (
    <figure className={styles.plot} aria-hidden="true">
      <div className={styles.labels} style={{ height }}>
        <span style={{ height: lifeHeight }}>Seconds to expiry</span>
        {lanes.map(({ kind, label }) => (
          <span key={kind} style={{ height: laneHeight }}>
            {label} <b>{shown.filter((entry) => entry.kind === kind).length}</b>
          </span>
        ))}
      </div>
      <svg className={styles.canvas} width="100%" height={height}>
        {life.map((stretch, index) => {
          const before = life[index - 1];
          return (
            before && (
              <line
                key={stretch.from}
                className={styles.jump}
                x1={x(stretch.from)}
                x2={x(stretch.from)}
                y1={y(before.expiresAt - before.to)}
                y2={y(stretch.expiresAt - stretch.from)}
              />
            )
          );
        })}
        {life.map((stretch) => (
          <line
            key={stretch.from}
            className={styles.life}
            data-over={stretch.expiresAt <= stretch.from}
            x1={x(stretch.from)}
            x2={x(stretch.to)}
            y1={y(stretch.expiresAt - stretch.from)}
            y2={y(stretch.expiresAt - stretch.to)}
          />
        ))}
        {lanes.map(({ kind }, lane) => (
          <g key={kind} className={styles.lane} data-kind={kind}>
            <line x1="0" x2="100%" y1={laneY(lane)} y2={laneY(lane)} />
            {shown
              .filter((entry) => entry.kind === kind)
              .map(({ at }, index) => (
                <circle key={`${at}-${index}`} cx={x(at)} cy={laneY(lane)} r={kind === 'call' ? 2.5 : 5} />
              ))}
          </g>
        ))}
      </svg>
      <figcaption className={styles.caption}>
        <span>a minute ago</span>
        <span>now</span>
      </figcaption>
    </figure>
  );
}

function laneY(lane: number): number {
  return lifeHeight + laneHeight * (lane + 0.5);
}
