import { accountOf, Address, encodeAbi, toHex } from '@distribute/state-machine'
import type { Address as AddressText } from '@distribute/state-machine'
import { decodeFunctionData, encodeErrorResult, encodeFunctionResult, parseAbi } from 'viem'
import type { Hex } from 'viem'
import type { CallObject } from './call-object.ts'
import type { RpcContext } from './context.ts'
import { dryRun } from './dry-run.ts'
import { CODES, limitExceeded, RpcError } from './errors.ts'
import { bytesFromHex } from './hex.ts'
import { MULTICALL3 } from './multicall-address.ts'
import type { Scene } from './scene.ts'

const MAX_CALLS = 10_000

const ABI = parseAbi([
  'struct Call { address target; bytes callData; }',
  'struct Call3 { address target; bool allowFailure; bytes callData; }',
  'struct Call3Value { address target; bool allowFailure; uint256 value; bytes callData; }',
  'struct Result { bool success; bytes returnData; }',
  'function aggregate(Call[] calls) payable returns (uint256 blockNumber, bytes[] returnData)',
  'function tryAggregate(bool requireSuccess, Call[] calls) payable returns (Result[] returnData)',
  'function blockAndAggregate(Call[] calls) payable returns (uint256 blockNumber, bytes32 blockHash, Result[] returnData)',
  'function tryBlockAndAggregate(bool requireSuccess, Call[] calls) payable returns (uint256 blockNumber, bytes32 blockHash, Result[] returnData)',
  'function aggregate3(Call3[] calls) payable returns (Result[] returnData)',
  'function aggregate3Value(Call3Value[] calls) payable returns (Result[] returnData)',
  'function getBlockNumber() view returns (uint256)',
  'function getBlockHash(uint256 blockNumber) view returns (bytes32)',
  'function getLastBlockHash() view returns (bytes32)',
  'function getCurrentBlockTimestamp() view returns (uint256)',
  'function getCurrentBlockGasLimit() view returns (uint256)',
  'function getCurrentBlockCoinbase() view returns (address)',
  'function getCurrentBlockDifficulty() view returns (uint256)',
  'function getBasefee() view returns (uint256)',
  'function getChainId() view returns (uint256)',
  'function getEthBalance(address account) view returns (uint256)',
  'error Error(string)',
])

type Decoded = ReturnType<typeof decodeFunctionData<typeof ABI>>

interface OneCall {
  readonly target: Hex
  readonly callData: Hex
  readonly allowFailure: boolean
  readonly value: bigint
}

interface OneResult {
  readonly success: boolean
  readonly returnData: Hex
}

export const isMulticall = ({ to }: CallObject): boolean => to === MULTICALL3

/** A revert with words, as Solidity's require has it. */
const refused = (words: string): RpcError =>
  new RpcError(CODES.reverted, `execution reverted: ${words}`, encodeErrorResult({ abi: ABI, errorName: 'Error', args: [words] }))

const noSuchCall = (): RpcError => new RpcError(CODES.reverted, 'execution reverted', '0x')

function decode(data: Uint8Array): Decoded {
  try {
    return decodeFunctionData({ abi: ABI, data: toHex(data) })
  } catch {
    throw noSuchCall()
  }
}

/** One call of the list, as the Multicall3 contract would make it. */
async function runOne(context: RpcContext, scene: Scene, { target, callData, value }: OneCall): Promise<OneResult> {
  const call: CallObject = { from: MULTICALL3, to: Address(target), value, data: bytesFromHex(callData) ?? new Uint8Array(0), gas: undefined, priced: false }
  // It holds no ether that it could pass on.
  if (value > 0n) return { success: false, returnData: '0x' }
  try {
    if (isMulticall(call)) return { success: true, returnData: await facts(context, scene, decode(call.data)) }
    return { success: true, returnData: toHex((await scene.read((state) => dryRun(context, { state, time: scene.time }, call))).output) }
  } catch (error) {
    if (!(error instanceof RpcError) || error.code !== CODES.reverted) throw error
    return { success: false, returnData: hexOr(error.data) }
  }
}

const hexOr = (data: unknown): Hex => (typeof data === 'string' && data.startsWith('0x') ? (data as Hex) : '0x')

/** One after the other: each reads the block that was named, and none sees what another would change. */
async function runAll(context: RpcContext, scene: Scene, calls: readonly OneCall[]): Promise<readonly OneResult[]> {
  if (calls.length > MAX_CALLS) throw limitExceeded(`too many calls in one multicall: at most ${MAX_CALLS}`)
  const results: OneResult[] = []
  for (const call of calls) {
    const result = await runOne(context, scene, call)
    if (!result.success && !call.allowFailure) throw refused('Multicall3: call failed')
    results.push(result)
  }
  await scene.stillStands()
  return results
}

const listOf = (calls: readonly { readonly target: Hex; readonly callData: Hex }[], allowFailure: boolean): readonly OneCall[] =>
  calls.map(({ target, callData }) => ({ target, callData, allowFailure, value: 0n }))

/** A block's hash as the EVM's BLOCKHASH: zero for what is not below the current one. */
async function hashBelow({ deps }: RpcContext, scene: Scene, number: bigint): Promise<Hex> {
  const head = number < numberOf(scene) ? await deps.chain.headerByNumber(number) : undefined
  return head === undefined ? `0x${'00'.repeat(32)}` : toHex(head.hash)
}

const numberOf = ({ block, overrides }: Scene): bigint => overrides.number ?? block.header.number

type Aggregate = Extract<Decoded, { functionName: `${string}ggregate${string}` }>
const isAggregate = (call: Decoded): call is Aggregate => /aggregate/i.test(call.functionName)

async function aggregate(context: RpcContext, scene: Scene, call: Aggregate): Promise<Hex> {
  const { functionName } = call
  if (functionName === 'aggregate3') {
    const results = await runAll(context, scene, call.args[0].map((each) => ({ ...each, value: 0n })))
    return encodeFunctionResult({ abi: ABI, functionName, result: [...results] })
  }
  if (functionName === 'aggregate3Value') {
    const results = await runAll(context, scene, call.args[0])
    return encodeFunctionResult({ abi: ABI, functionName, result: [...results] })
  }
  if (functionName === 'tryAggregate') {
    const results = await runAll(context, scene, listOf(call.args[1], !call.args[0]))
    return encodeFunctionResult({ abi: ABI, functionName, result: [...results] })
  }
  if (functionName === 'aggregate') {
    const results = await runAll(context, scene, listOf(call.args[0], false))
    return encodeFunctionResult({ abi: ABI, functionName, result: [numberOf(scene), results.map(({ returnData }) => returnData)] })
  }
  const [calls, allowFailure] = functionName === 'blockAndAggregate' ? [call.args[0], false] : [call.args[1], !call.args[0]]
  const results = await runAll(context, scene, listOf(calls, allowFailure))
  return encodeFunctionResult({ abi: ABI, functionName, result: [numberOf(scene), await hashBelow(context, scene, numberOf(scene)), [...results]] })
}

const word = (value: bigint): Hex => toHex(encodeAbi(['uint256'], [value]))
const addressWord = (value: AddressText): Hex => toHex(encodeAbi(['address'], [value]))

/** The small views about block and chain. A list of calls in a list of calls is refused: its cost would grow with its depth. */
async function facts(context: RpcContext, scene: Scene, call: Decoded): Promise<Hex> {
  const { header } = scene.block
  const { overrides, time } = scene
  if (isAggregate(call)) throw noSuchCall()
  switch (call.functionName) {
    case 'getBlockNumber': return word(numberOf(scene))
    case 'getBlockHash': return hashBelow(context, scene, call.args[0])
    case 'getLastBlockHash': return hashBelow(context, scene, numberOf(scene) - 1n)
    case 'getCurrentBlockTimestamp': return word(time)
    case 'getCurrentBlockGasLimit': return word(overrides.gasLimit ?? header.gasLimit)
    case 'getCurrentBlockCoinbase': return addressWord(Address(overrides.feeRecipient ?? header.beneficiary))
    case 'getCurrentBlockDifficulty': return word(0n)
    case 'getBasefee': return word(overrides.baseFee ?? header.baseFee)
    case 'getChainId': return word(context.chainId)
    case 'getEthBalance': return scene.read((state) => word(accountOf(state, Address(call.args[0])).ether))
  }
}

/** What Multicall3 would answer on this scene. Throws code 3 for other calls, and where a call that must succeed does not. */
export async function answerMulticall(context: RpcContext, scene: Scene, { value, data }: CallObject): Promise<Uint8Array> {
  if (value > 0n) throw refused('Multicall3 is answered here as a view and takes no ether')
  const call = decode(data)
  const answer = isAggregate(call) ? await aggregate(context, scene, call) : await facts(context, scene, call)
  return bytesFromHex(answer) ?? new Uint8Array(0)
}
