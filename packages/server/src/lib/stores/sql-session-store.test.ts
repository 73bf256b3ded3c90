import { expect, it } from 'vitest';
import { sqliteDialect } from './session-statements.ts';
import { sqlSessionStore } from './sql-session-store.ts';

it('deletes again until a round finds nothing: a statement does not see rows that were committed after it began', async () => {
  // The first round finds no row: its session was replaced, and the new one was committed after the round began.
  const rounds = [[], [{ key: 'new' }], []];
  const sent: string[] = [];
  const store = sqlSessionStore({
    dialect: sqliteDialect,
    query: async ({ sql }) => {
      sent.push(sql);
      return rounds.shift() ?? [];
    },
  });
  expect(await store.deleteAll({ userId: 'user_1' })).toBe(1);
  expect(sent).toHaveLength(3);
});

it('stops after some rounds when sessions are saved all the time', async () => {
  const store = sqlSessionStore({ dialect: sqliteDialect, query: async () => [{ key: 'new' }] });
  expect(await store.deleteAll({ userId: 'user_1' })).toBe(10);
});
