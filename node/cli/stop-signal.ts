const INTERRUPTED = 130
const PARENT_POLL_MS = 500

/**
 * Aborts at the first Ctrl-C or SIGTERM, so that everything can be closed in order; the second one ends the process at once. Under
 * npm it also aborts when npm is gone: it cannot pass on a kill -9, and nobody would find this process any more.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController()
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED)
    controller.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  if (process.env['npm_lifecycle_event'] !== undefined) watchParent(() => controller.abort())
  return controller.signal
}

function watchParent(gone: () => void): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    gone()
  }, PARENT_POLL_MS)
  timer.unref()
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
