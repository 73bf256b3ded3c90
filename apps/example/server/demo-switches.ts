import type { Sandbox } from '@closekit/sandbox';

/** What is broken on purpose. */
export interface DemoState {
  readonly down: boolean;
  readonly slow: boolean;
}

export interface DemoSwitches {
  readonly state: () => DemoState;
  readonly set: (change: Partial<DemoState>) => DemoState;
}

const slowMs = 2000;

/** Breaks the API of the sandbox until it is mended. The token endpoint keeps working. */
export function demoSwitches(sandbox: Sandbox): DemoSwitches {
  let state: DemoState = { down: false, slow: false };
  return {
    state: () => state,
    set: (change) => {
      state = { ...state, ...change };
      sandbox.faults.clear();
      if (state.down || state.slow) {
        sandbox.faults.next({
          path: '/api/v1/',
          times: Infinity,
          ...(state.down && { status: 503, body: { error: 'Down for the demo.' } }),
          ...(state.slow && { delayMs: slowMs }),
        });
      }
      return state;
    },
  };
}
