/** The schedule and L1 do not fit together: a call that must succeed reverted, or an answer that there must be is none. */
export class StageError extends Error {
  readonly code = 'StageError'
}

/** Nothing is wrong with a promise, but an honest sequencer could not go on. */
export class ScheduleError extends Error {
  readonly code = 'ScheduleError'
}
