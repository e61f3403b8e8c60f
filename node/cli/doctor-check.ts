/** One thing that a doctor has looked at. */
export interface Check {
  readonly name: string
  /** A warning lets a node run, and will hurt; with a problem it does not run, or does not do its work. */
  readonly state: 'ok' | 'warning' | 'problem'
  readonly what: string
  /** What to do; empty where all is well. */
  readonly advice: string
}

export const ok = (name: string, what: string): Check => ({ name, state: 'ok', what, advice: '' })
export const warning = (name: string, what: string, advice: string): Check => ({ name, state: 'warning', what, advice })
export const problem = (name: string, what: string, advice: string): Check => ({ name, state: 'problem', what, advice })

const MARKS: { readonly [state in Check['state']]: string } = { ok: 'ok', warning: 'WARNING', problem: 'PROBLEM' }

/** Rows for people: state, name, what was found; and below what to do. */
export const checkRows = (checks: readonly Check[]): readonly (readonly string[])[] =>
  checks.flatMap(({ name, state, what, advice }) => [[MARKS[state], name, what], ...(advice === '' ? [] : [['', '', `→ ${advice}`]])])
