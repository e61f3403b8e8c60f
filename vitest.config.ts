import { defineConfig } from 'vitest/config'

const fuzz = Number(process.env.DISTRIBUTE_FUZZ ?? 1)
/** A long fuzz run takes as much longer as it does more. */
const patience = Number.isFinite(fuzz) ? Math.max(1, fuzz) : 1
const MINUTE = 60_000
/** CI's machine may be slow and is not watched: more patience. No second try: a test that needs one has found something. */
const isCi = process.env.CI === 'true'

const common = {
  // A process for each file: native modules (LevelDB, secp256k1) and anvil's children do not share one well.
  pool: 'forks',
  testTimeout: MINUTE * patience * (isCi ? 3 : 1),
  hookTimeout: MINUTE * (isCi ? 3 : 1),
  teardownTimeout: MINUTE / 3,
  restoreMocks: true,
  // What a test waits for may take a while; a second, which is the default, is less than a loaded machine needs.
  expect: { poll: { timeout: MINUTE / 3 } },
  unstubEnvs: true,
} as const

/** Tests of the node that wait for nothing: each request is answered as soon as it is worked out, and L1 mines when it is told to. */
const COMPUTING_NODE = ['node/rpc/distribute.test.ts', 'node/rpc/distribute-naive.test.ts', 'node/catalog/**/*.test.ts']
const COMPUTING = [
  'state-machine/**/*.test.ts', 'bridge-contracts/**/*.test.ts', 'sequencer/**/*.test.ts', 'client/**/*.test.ts', 'test/properties/**/*.test.ts', 'test/sdk/pack.test.ts', ...COMPUTING_NODE,
]
const NEVER = ['**/node_modules/**', 'test/fences/fixtures/**']

export default defineConfig({
  test: {
    projects: [
      // They compute, or ask an anvil that mines when told to: nothing in them depends on how long it takes. scripts/run-tests.mjs
      // runs them beside the others, with what those leave of the processor; `npx vitest run` alone runs them first.
      { test: { ...common, name: 'computing', include: COMPUTING, exclude: NEVER, maxWorkers: 2, sequence: { groupOrder: 0 } } },
      // Whole nodes with clocks of their own are as heavy as the machine: with more at once, time limits would measure it.
      { test: { ...common, name: 'running', include: ['**/*.test.ts'], exclude: [...NEVER, ...COMPUTING], maxWorkers: isCi ? 1 : 2, sequence: { groupOrder: 1 } } },
    ],
  },
})
