import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino'
import { createRedactor } from '../secret-url.ts'

/** Everything that is logged goes through this; a component's lines come from `log.child({ component })`. */
export type Logger = PinoLogger

export interface LoggerOptions {
  readonly level: string
  /** `auto`: pretty where standard error is a terminal. */
  readonly format: 'auto' | 'pretty' | 'json'
  /** URLs whose paths, queries and passwords no line may show, whoever wrote them into it. */
  readonly secretUrls?: readonly string[]
}

const STANDARD_ERROR = 2

/** Writes to standard error, so that standard output stays for results. Lines are written at once: a crash loses none. */
export async function createLogger(options: LoggerOptions): Promise<Logger> {
  const pretty = options.format === 'pretty' || (options.format === 'auto' && process.stderr.isTTY)
  const destination = pino.destination({ dest: STANDARD_ERROR, sync: true })
  // Who reads the log may go away; the node goes on.
  destination.on('error', () => undefined)
  return createLoggerTo(options.level, pretty ? await prettyStream(destination) : destination, options.secretUrls)
}

export function createLoggerTo(level: string, destination: DestinationStream, secretUrls: readonly string[] = []): Logger {
  const formatters = { level: (label: string): object => ({ level: label }) }
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters, hooks: { streamWrite: createRedactor(secretUrls) } }, destination)
}

async function prettyStream(destination: DestinationStream & NodeJS.EventEmitter): Promise<DestinationStream> {
  const { default: createPretty } = await import('pino-pretty')
  return createPretty({
    destination,
    colorize: process.stderr.isTTY,
    ignore: 'component',
    messageFormat: (line, key) => textOf(line['component'], (component) => `[${component}] `) + textOf(line[key], (message) => message),
    translateTime: 'HH:MM:ss.l',
    singleLine: true,
  })
}

const textOf = (value: unknown, format: (text: string) => string): string => (typeof value === 'string' ? format(value) : '')
