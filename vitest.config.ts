import { defineConfig } from 'vitest/config'

const fuzz = Number(process.env.DISTRIBUTE_FUZZ ?? 1)
/** A long fuzz run takes as much longer as it does more. */
const patience = Number.isFinite(fuzz) ? Math.max(1, fuzz) : 1
const MINUTE = 60_000
/** CI's machine may be slow and is not watched: a file at a time, and more patience. No second try: a test that needs one has found something. */
const isCi = process.env.CI === 'true'

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/fences/fixtures/**'],
    // A process for each file: native modules (LevelDB, secp256k1) and anvil's children do not share one well.
    pool: 'forks',
    // Tests that start an L1 are as heavy as a node; with more at once, time limits would measure the machine.
    maxWorkers: isCi ? 1 : 2,
    testTimeout: MINUTE * patience * (isCi ? 3 : 1),
    hookTimeout: MINUTE * (isCi ? 3 : 1),
    teardownTimeout: MINUTE / 3,
    restoreMocks: true,
    unstubEnvs: true,
  },
})
