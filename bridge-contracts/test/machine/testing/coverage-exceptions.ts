/** Something that a run need not reach, by its text in one line, and why. */
export interface Exception {
  /** Path under src/machine. */
  readonly file: string
  readonly text: string
  readonly reason: string
}

export const EXCEPTIONS: readonly Exception[] = [
  {
    file: 'codec/Recover.sol', text: 'revert RecoveryStarved()',
    reason: `The precompile takes 3,000 gas, and a call leaves 1/64 behind: where it starves at most 47 gas are left, and without an optimizer
      this revert costs more. What then runs out is the frame, which proves as little (executor.test.ts, "with any gas …").`,
  },
  {
    file: 'rules/Token.sol', text: '0',
    reason: `burnProceeds without any token: who burns has some, and they are in the supply. Only records that no history leads to come here, as
      those that random calls scramble now and then do.`,
  },
]
