import { Component } from 'react';
import type { ReactNode } from 'react';
import { EmptyNotice } from './empty-notice.tsx';

interface CrashBoundaryProps {
  /** A new value, such as the address of another screen, renders the children again. */
  readonly resetKey?: string;
  readonly children: ReactNode;
}

interface CrashState {
  readonly crashed: boolean;
  readonly resetKey?: string | undefined;
}

/** Shows a notice in place of a screen that threw. */
export class CrashBoundary extends Component<CrashBoundaryProps, CrashState> {
  override readonly state: CrashState = { crashed: false };

  static getDerivedStateFromError(): Partial<CrashState> {
    return { crashed: true };
  }

  static getDerivedStateFromProps({ resetKey }: CrashBoundaryProps, state: CrashState): CrashState | null {
    return resetKey === state.resetKey ? null : { crashed: false, resetKey };
  }

  override render(): ReactNode {
    if (!this.state.crashed) return this.props.children;
    return (
      <EmptyNotice title="This screen has stopped working">
        <p role="alert">This is a bug in the app. Your data is not affected.</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          Reload the page
        </button>
      </EmptyNotice>
    );
  }
}
