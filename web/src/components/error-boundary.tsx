import { Component } from "preact";
import type { ComponentChildren } from "preact";

interface State {
  readonly message: string | undefined;
}

/** Keeps the rest of the page when one part meets data it cannot draw. */
export class ErrorBoundary extends Component<{ children: ComponentChildren }, State> {
  override state: State = { message: undefined };

  static override getDerivedStateFromError(error: unknown): State {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ComponentChildren {
    if (this.state.message === undefined) return this.props.children;
    return <p class="tone-bad">This part could not be drawn: {this.state.message}</p>;
  }
}
