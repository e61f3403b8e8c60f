// solc from npm behind the two options that forge uses, so that no compiler has to be downloaded.
import { readFileSync } from 'node:fs'
import solc from 'solc'

const options = process.argv.slice(2)
if (options.includes('--version')) {
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}\n`)
} else if (options.includes('--standard-json')) {
  process.stdout.write(solc.compile(readFileSync(0, 'utf8')))
} else {
  process.stderr.write('usage: solc --version | solc --standard-json < input.json\n')
  process.exitCode = 1
}
