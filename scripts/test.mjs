// `npm test`: vitest, and at the end one line "N passed, N failed" that people and machines can read.
import { runTests, summary } from './run-tests.mjs'

const counts = await runTests(process.argv.slice(2))
for (const name of counts.names) console.log(`FAIL ${name}`)
console.log(summary(counts))
process.exitCode = counts.failed === 0 ? 0 : 1
