import { Component, type ReactNode } from 'react';
import { EmptyNotice } from './empty-notice.tsx';

interface CrashBoundaryProps {
  readonly children: ReactNode;
}

/** A bug in a screen must not leave an empty page. */
export class CrashBoundary extends Component<CrashBoundaryProps, { readonly crashed: boolean }> {
  override readonly state = { crashed: false };

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true };
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
