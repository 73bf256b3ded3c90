import { Component } from 'react';
import type { ReactNode } from 'react';
import { EmptyNotice } from './empty-notice.tsx';

interface CrashBoundaryProps {
  /** Another value gives the children another try, such as the address of another screen. */
  readonly resetKey?: string;
  readonly children: ReactNode;
}

interface CrashState {
  readonly crashed: boolean;
  readonly resetKey?: string | undefined;
}

/** A bug in a screen must not leave an empty page. */
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
        <p role="alert">The mistake is in the app, not in your data.</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          Load the page again
        </button>
      </EmptyNotice>
    );
  }
}
