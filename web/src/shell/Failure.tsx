import { Component, type ReactNode } from 'react';
import { text } from '../i18n/text';

/** The last resort: one page that failed must not take the navigation with it. */
export class Failure extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    if (!this.state.error) return this.props.children;
    return (
      <main id="content" className="page">
        <h1>{text.problem.broken}</h1>
        <p>{text.problem.brokenBody}</p>
        <pre className="code">{this.state.error.message}</pre>
        <button type="button" className="button" onClick={() => location.reload()}>
          {text.problem.reload}
        </button>
      </main>
    );
  }
}
