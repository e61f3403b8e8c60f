import { Common, Hardfork, Mainnet } from '@ethereumjs/common'
import { createEVM, paramsEVM, type EVM } from '@ethereumjs/evm'
import { createAddressFromString, hexToBytes } from '@ethereumjs/util'
import { decodeErrorResult, decodeFunctionResult } from 'viem'
import { addressToBytes, equalBytes, fromHex, toHex, type Genesis } from '@distribute/state-machine'
import { executorAbi, machineOf, rerunOf, type MachinePart, type PreparedProof } from '@distribute/bridge-contracts'
import { ProverError } from './errors.ts'
import type { DryRun, Verdict } from './verdict.ts'

/** What a transaction may have on L1 (EIP-7825). */
const TRANSACTION_GAS = 1n << 24n

/** A machine of this genesis in an EVM under Osaka rules in this process: its parts are made as on L1, by their creation code. */
export const createInProcess = async (genesis: Genesis): Promise<DryRun> => {
  const evm = await createEVM({ common: new Common({ chain: Mainnet, hardfork: Hardfork.Osaka, params: paramsEVM }) })
  const machine = machineOf(genesis)
  for (const part of machine.parts) await place(evm, part)
  const executor = createAddressFromString(machine.executor)
  let last: Promise<unknown> = Promise.resolve()
  const run = async ({ data, parts }: PreparedProof): Promise<Verdict> => {
    const bytesAt = new Map(parts.map(({ address, bytes }) => [toHex(address), toHex(bytes)]))
    const rerun = rerunOf(toHex(data), (address) => bytesAt.get(address))
    const { execResult } = await evm.runCall({ to: executor, data: hexToBytes(rerun.data), gasLimit: TRANSACTION_GAS })
    // The lock of one proof a transaction, and its records, end with the call.
    evm.transientStorage.clear()
    evm.journal.cleanJournal()
    const { exceptionError, returnValue, executionGasUsed: gas } = execResult
    if (exceptionError !== undefined) return { kind: 'refused', reason: reasonOf(exceptionError.error, returnValue) }
    const [root] = decodeFunctionResult({ abi: executorAbi, functionName: 'run', data: toHex(returnValue) })
    return { kind: equalBytes(fromHex(root), rerun.claimedRoot) ? 'no-fraud' : 'convicts', gas }
  }
  return (one) => {
    // One EVM has one journal: one call after the other.
    const next = last.then(() => run(one))
    last = next.catch(() => undefined)
    return next
  }
}

/** Throws ProverError NoMachine where its creation fails: the release is broken. */
const place = async (evm: EVM, { name, address, creation }: MachinePart): Promise<void> => {
  const { execResult } = await evm.runCall({ data: hexToBytes(creation), gasLimit: TRANSACTION_GAS })
  if (execResult.exceptionError !== undefined) {
    throw new ProverError('NoMachine', `part "${name}" of the machine cannot be made in this process: ${execResult.exceptionError.error}`)
  }
  await evm.stateManager.putCode(createAddressFromString(toHex(addressToBytes(address))), execResult.returnValue)
}

const reasonOf = (fault: string, data: Uint8Array): string => {
  if (data.length === 0) return fault
  try {
    const { errorName, args } = decodeErrorResult({ abi: executorAbi, data: toHex(data) })
    return `${errorName}(${(args ?? []).map(String).join(', ')})`
  } catch {
    return `${fault} ${toHex(data)}`
  }
}
