import { Common, Hardfork, Mainnet } from '@ethereumjs/common'
import { createEVM, paramsEVM } from '@ethereumjs/evm'
import type { EVM, ExecResult } from '@ethereumjs/evm'
import { createAddressFromString } from '@ethereumjs/util'
import { bytesToHex, ContractFunctionRevertedError, decodeFunctionResult, encodeFunctionData, hexToBytes } from 'viem'
import type { Abi, Address, Hex } from 'viem'
import { CALL_GAS, SENDER } from './chain.ts'
import type { Chain } from './chain.ts'
import { createPanicWatch } from './panic-watch.ts'
import type { Recorder } from './coverage-recorder.ts'

export interface EvmChainOptions {
  /** Told of what runs; calls get as much gas as they like then, for code is not what stands on L1. */
  readonly recorder?: Recorder
}

/** What an EVM of Osaka's rules in this process does with contracts. It knows no transactions: what those cost beside their call is not counted. */
export async function startEvmChain({ recorder }: EvmChainOptions = {}): Promise<Chain> {
  const common = new Common({ chain: Mainnet, hardfork: Hardfork.Osaka, params: paramsEVM })
  const panics = createPanicWatch(common)
  const customOpcodes = [panics.opcode, ...(recorder?.opcodes(common) ?? [])]
  const isFree = recorder !== undefined
  const evm = await createEVM({ common, customOpcodes, allowUnlimitedContractSize: isFree, allowUnlimitedInitCodeSize: isFree })
  const gasLimit = isFree ? 64n * CALL_GAS : CALL_GAS
  const inTurn = createQueue()
  return {
    async place(id, address, code) {
      recorder?.placed(id, address)
      await evm.stateManager.putCode(createAddressFromString(address), hexToBytes(code))
    },
    create: (id, creation) => inTurn(async () => {
      recorder?.creating(id)
      const { execResult, createdAddress } = await evm.runCall({ caller: createAddressFromString(SENDER), data: hexToBytes(creation), gasLimit })
      evm.journal.cleanJournal()
      evm.transientStorage.clear()
      answerOf(execResult, [], 'constructor')
      const address = createdAddress?.toString() ?? '0x'
      recorder?.placed(id, address)
      return address
    }),
    ask: ({ address, abi }, functionName, args) => inTurn(async () => {
      const data = encodeFunctionData({ abi, functionName, args: [...args] })
      const execResult = await callOnce(evm, address, data, gasLimit)
      return decodeFunctionResult({ abi, functionName, data: answerOf(execResult, abi, functionName) })
    }),
    async close() {
      recorder?.save()
      panics.expectNone()
      await Promise.resolve()
    },
  }
}

/** As `eth_call` does: of what the call writes nothing stays. */
async function callOnce(evm: EVM, address: Address, data: Hex, gasLimit: bigint): Promise<ExecResult> {
  await evm.stateManager.checkpoint()
  // As in every transaction (EIP-2929).
  for (const precompile of evm.precompiles.keys()) evm.journal.addAlwaysWarmAddress(precompile)
  const caller = createAddressFromString(SENDER)
  const { execResult } = await evm.runCall({ caller, to: createAddressFromString(address), data: hexToBytes(data), gasLimit })
  await evm.stateManager.revert()
  evm.journal.cleanJournal()
  evm.transientStorage.clear()
  return execResult
}

function answerOf({ exceptionError, returnValue }: ExecResult, abi: Abi, functionName: string): Hex {
  const data = bytesToHex(returnValue)
  if (exceptionError === undefined) return data
  throw new ContractFunctionRevertedError({ abi, data, functionName, message: `${exceptionError.error} ${data}` })
}

/** One EVM has one journal: what is asked at the same time is run one after the other. */
function createQueue(): <T>(run: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (run) => {
    const next = last.then(run)
    last = next.catch(() => undefined)
    return next
  }
}
