import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { METRICS, type Metric, type MetricName } from './metric-table.ts'

type NameOf<T extends Metric['type']> = { [N in MetricName]: (typeof METRICS)[N]['type'] extends T ? N : never }[MetricName]
type LabelsOf<N extends MetricName> = { readonly [L in (typeof METRICS)[N]['labels'][number]]: string }
/** A metric without labels is called without the argument. */
type Labels<N extends MetricName> = (typeof METRICS)[N]['labels'] extends readonly [] ? [] : [labels: LabelsOf<N>]

/** What parts of the node count and measure. Only names of the table are taken, with exactly its labels. */
export interface Metrics {
  /** Adds to a counter, 1 if nothing else is said. */
  count<N extends NameOf<'counter'>>(name: N, by?: number, ...labels: Labels<N>): void
  /** Sets a gauge. */
  gauge<N extends NameOf<'gauge'>>(name: N, value: number, ...labels: Labels<N>): void
  /** Adds a duration to a histogram, in seconds. */
  observe<N extends NameOf<'histogram'>>(name: N, seconds: number, ...labels: Labels<N>): void
  /** Called before each `render`: for gauges that are cheaper to read than to keep. Returns what ends it. */
  onRender(read: () => void): () => void
  /** All of them as Prometheus reads them. */
  render(): Promise<string>
}

export const METRIC_PREFIX = 'distribute_'
export const METRICS_CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE

/** In seconds: most answers come from memory, the slowest wait for a block or for L1. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30]

/** With `process: true` also prom-client's own metrics of the process (process_…, nodejs_…). */
export function createMetrics(options: { readonly process: boolean }): Metrics {
  const registry = new Registry()
  if (options.process) collectDefaultMetrics({ register: registry })
  const counters = new Map<string, Counter>()
  const gauges = new Map<string, Gauge>()
  const histograms = new Map<string, Histogram>()
  const readers = new Set<() => void>()
  for (const [name, metric] of Object.entries<Metric>(METRICS)) {
    const configuration = { name: METRIC_PREFIX + name, help: metric.help, labelNames: [...metric.labels], registers: [registry] }
    if (metric.type === 'counter') counters.set(name, new Counter(configuration))
    else if (metric.type === 'gauge') gauges.set(name, new Gauge(configuration))
    else histograms.set(name, new Histogram({ ...configuration, buckets: BUCKETS }))
  }
  return {
    // Labels that are none would be looked at all the same, and some of these are counted for each transaction.
    count: (name, by, ...[labels]) => (labels === undefined ? counters.get(name)?.inc(by ?? 1) : counters.get(name)?.inc(labels, by ?? 1)),
    gauge: (name, value, ...labels) => gauges.get(name)?.set(labels[0] ?? {}, value),
    observe: (name, seconds, ...labels) => histograms.get(name)?.observe(labels[0] ?? {}, seconds),
    onRender: (read) => {
      readers.add(read)
      return () => void readers.delete(read)
    },
    render: () => {
      for (const read of readers) read()
      return registry.metrics()
    },
  }
}
