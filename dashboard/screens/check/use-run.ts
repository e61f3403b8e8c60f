import { useCallback, useEffect, useRef, useState } from 'react'

/** Something with steps that somebody watches. */
export interface Run<S, R> {
  readonly phase: 'idle' | 'running' | 'done' | 'failed'
  /** that have been taken, in order */
  readonly steps: readonly S[]
  readonly result?: R
  readonly error?: unknown
}

export type Task<S, R> = (tell: (step: S) => void, signal: AbortSignal) => Promise<R>

const IDLE = { phase: 'idle', steps: [] } as const

/** One at a time: another start ends the one before, and so does leaving the screen. */
export function useRun<S, R>(): readonly [run: Run<S, R>, start: (task: Task<S, R>) => void] {
  const [run, setRun] = useState<Run<S, R>>(IDLE)
  const stop = useRef<AbortController>(undefined)
  useEffect(() => () => stop.current?.abort(), [])
  const start = useCallback((task: Task<S, R>) => {
    stop.current?.abort()
    const controller = new AbortController()
    stop.current = controller
    const { signal } = controller
    const change = (next: (before: Run<S, R>) => Run<S, R>): void => {
      if (!signal.aborted) setRun(next)
    }
    setRun({ phase: 'running', steps: [] })
    task((step) => change((before) => ({ ...before, steps: [...before.steps, step] })), signal).then(
      (result) => change(({ steps }) => ({ phase: 'done', steps, result })),
      (error: unknown) => change(({ steps }) => ({ phase: 'failed', steps, error })),
    )
  }, [])
  return [run, start]
}
