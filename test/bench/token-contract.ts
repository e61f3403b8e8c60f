import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { BenchError } from './errors.ts'

const SOURCE = new URL('./contracts/Token.sol', import.meta.url)
const COMPILER = fileURLToPath(new URL('../../bridge-contracts/deploy/solc.mjs', import.meta.url))
/** As the contracts of this project are compiled. */
const SETTINGS = {
  optimizer: { enabled: true, runs: 10_000 },
  viaIR: true,
  evmVersion: 'osaka',
  metadata: { bytecodeHash: 'none', appendCBOR: false },
  outputSelection: { 'Token.sol': { Token: ['evm.deployedBytecode.object'] } },
}

interface Output {
  readonly errors?: readonly { readonly formattedMessage: string }[]
  readonly contracts?: { readonly [file: string]: { readonly [name: string]: { readonly evm: { readonly deployedBytecode: { readonly object: string } } } } }
}

/** The code of contracts/Token.sol as it stands on a chain, 0x-hex. Throws BenchError where it does not compile. */
export function compileToken(): string {
  const sources = { 'Token.sol': { content: readFileSync(SOURCE, 'utf8') } }
  const input = JSON.stringify({ language: 'Solidity', sources, settings: SETTINGS })
  const output = JSON.parse(execFileSync(process.execPath, [COMPILER, '--standard-json'], { input, encoding: 'utf8' })) as Output
  const code = output.contracts?.['Token.sol']?.['Token']?.evm.deployedBytecode.object
  if (code === undefined || output.errors !== undefined) {
    throw new BenchError('Wrong', `Token.sol does not compile: ${output.errors?.map(({ formattedMessage }) => formattedMessage).join('\n') ?? ''}`)
  }
  return `0x${code}`
}
