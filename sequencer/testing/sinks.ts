import type { Log, MetricName, Metrics } from '../ports.ts'

export interface Line {
  readonly level: keyof Log
  readonly message: string
  readonly facts: object
}

/** Keeps what is logged. */
export function createTestLog(): Log & { readonly lines: Line[] } {
  const lines: Line[] = []
  const at = (level: keyof Log) => (facts: object, message: string) => void lines.push({ level, message, facts })
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

export function createTestMetrics(): Metrics & { readonly values: Map<MetricName, number> } {
  const values = new Map<MetricName, number>()
  return {
    values,
    count: (name, by = 1) => void values.set(name, (values.get(name) ?? 0) + by),
    gauge: (name, value) => void values.set(name, value),
  }
}
