import { Component, type ReactNode } from 'react'
import { Failed } from '../ui/states.tsx'

interface State {
  readonly error: unknown
}

/** A screen that fails takes nothing else along. React knows this only of classes. */
export class ErrorBorder extends Component<{ readonly children: ReactNode }, State> {
  override readonly state: State = { error: undefined }
  static getDerivedStateFromError(error: unknown): State {
    return { error }
  }
  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children
    return <Failed error={this.state.error} retry={() => window.location.reload()} />
  }
}
