// Proves that the fences bite: every fixture that breaks a rule of the house must be caught, every other one must pass.
import { checkDirections } from '../test/fences/directions.mjs'
import { checkExports } from '../test/fences/exports.mjs'
import { checkLint } from '../test/fences/lint.mjs'
import { checkTypes } from '../test/fences/types.mjs'

const FENCES = { types: checkTypes, lint: checkLint, exports: checkExports, directions: checkDirections }

let failed = 0
for (const [name, check] of Object.entries(FENCES)) {
  const { checked, problems } = await check()
  failed += problems.length
  console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${checked} checks`)
  for (const problem of problems) console.log(`     ${problem}`)
}
process.exitCode = failed === 0 ? 0 : 1
