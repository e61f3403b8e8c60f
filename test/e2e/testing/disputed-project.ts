import { createWalletClient, defineChain, encodeFunctionData, http, keccak256, toHex, type Abi, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { fromHex, taskListRoot, taskProof } from '@distribute/state-machine'
import { systemContracts } from '@distribute/bridge-contracts'
import { rpc, type RunningDevnet } from './devnet.ts'

const UNIT = 10n ** 18n
const ALL = 2n ** 95n
const PERIOD = 2n * 86_400n
const [TOKENS, REPUTATION] = [0, 1] as const
const CONTENT = keccak256('0x')
const TASKS = [{ weight: 10_000n, contentHash: fromHex(CONTENT) }]
const LISTED = [{ weight: 10_000, contentHash: CONTENT }]

/** A chain whose keys a test holds. */
export type Place = Pick<RunningDevnet, 'l2' | 'chainId' | 'accounts' | 'registrar'>

export interface Call {
  readonly contract: keyof typeof systemContracts
  readonly name: string
  readonly args: readonly unknown[]
  readonly value?: bigint
}

const walletOf = (devnet: Place, account: number) => {
  const chain = defineChain({ id: devnet.chainId, name: 'Test', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [devnet.l2] } } })
  return createWalletClient({ account: privateKeyToAccount(devnet.accounts[account]?.privateKey ?? '0x'), chain, transport: http() })
}

/** Sends one call and waits for its block; throws where it broke a rule. */
export const act = async (devnet: Place, account: number, { contract, name, args, value = 0n }: Call): Promise<void> => {
  const { abi, address }: { readonly abi: Abi; readonly address: string } = systemContracts[contract]
  const data = encodeFunctionData({ abi, functionName: name, args })
  const wallet = walletOf(devnet, account)
  const raw = await wallet.signTransaction(await wallet.prepareTransactionRequest({ to: `0x${address.slice(2)}`, data, value }))
  const { status } = await rpc<{ readonly status: Hex }>(devnet.l2, 'eth_sendRawTransactionSync', [raw])
  if (status !== '0x1') throw new Error(`${contract}.${name} of account ${account} failed`)
}

export const registerAt = async (devnet: Place, account: number): Promise<void> => {
  const member = devnet.accounts[account]?.address ?? '0x'
  const [identity, deadline] = [keccak256(toHex(`member ${account}`)), 2n ** 38n]
  const signature = await privateKeyToAccount(devnet.registrar.privateKey).signTypedData({
    domain: { name: 'Distribute', version: '1', chainId: devnet.chainId, verifyingContract: `0x${systemContracts.reputation.address.slice(2)}` },
    types: { Membership: [{ name: 'member', type: 'address' }, { name: 'identity', type: 'bytes32' }, { name: 'deadline', type: 'uint256' }] },
    primaryType: 'Membership',
    message: { member, identity, deadline },
  })
  await rpc(devnet.l2, 'distribute_register', [member, identity, toHex(deadline), signature])
}

/** Project 1, whose only task account 3 approves and account 4 rejects; accounts 0 to 4 are members. Its validation has still to end. */
export const disputedProject = async (devnet: RunningDevnet): Promise<void> => {
  const by = (account: number, contract: Call['contract'], name: string, args: readonly unknown[], value = 0n): Promise<void> => act(devnet, account, { contract, name, args, value })
  for (const account of [0, 1, 2, 3, 4]) await registerAt(devnet, account)
  await by(0, 'token', 'mint', [1_000n * UNIT], UNIT)
  await by(0, 'token', 'donate', [], 10n * UNIT)
  for (const account of [3, 4]) await by(0, 'token', 'transfer', [devnet.accounts[account]?.address, 100n * UNIT])
  await by(0, 'projects', 'propose', [UNIT, PERIOD, TOKENS, CONTENT, 'ipfs://plan'])
  await by(0, 'projects', 'stake', [1n, TOKENS, ALL])
  await by(1, 'projects', 'stake', [1n, REPUTATION, 1_000n * UNIT])
  await by(0, 'projects', 'stake', [1n, REPUTATION, ALL])
  await by(0, 'projects', 'submitTaskList', [1n, LISTED])
  // Where the stakes of who submits it were enough, nothing is left to be supported.
  await by(1, 'projects', 'supportTaskList', [1n, toHex(taskListRoot(TASKS))]).catch(() => undefined)
  await by(2, 'projects', 'claimTask', [1n, 0n, 10_000, CONTENT, taskProof(TASKS, 0).map((hash) => toHex(hash))])
  await by(2, 'projects', 'submitEvidence', [1n, 0n, CONTENT, 'ipfs://work'])
  await by(3, 'projects', 'validate', [1n, 0n, true])
  await by(4, 'projects', 'validate', [1n, 0n, false])
}
