import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'

/** What a thread is sent to end: it does what it was asked before, closes its port, and is gone. */
export const END = 'end'

/**
 * Ends a thread that knows `END`, and waits until it is gone. Never by `terminate()`: native libraries throw where a thread is torn
 * from under them, while it loads or works, and that ends the whole process.
 */
export async function endThread(worker: Worker): Promise<void> {
  // Of one that has ended.
  if (worker.threadId === -1) return
  worker.ref()
  const gone = once(worker, 'exit')
  worker.postMessage(END)
  // An error ends it as well, and has been told to whoever waited for an answer.
  await gone.catch(() => undefined)
}
