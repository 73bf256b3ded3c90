import type { Sandbox } from '@closekit/sandbox';

/** The faults that are switched on. */
export interface DemoState {
  readonly down: boolean;
  readonly slow: boolean;
}

export interface DemoSwitches {
  readonly state: () => DemoState;
  readonly set: (change: Partial<DemoState>) => DemoState;
}

const slowMs = 2000;

/** Takes the API of the sandbox down, or slows it, until switched back. The token endpoint keeps working. */
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
