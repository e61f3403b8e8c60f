import { keccak256, toHex, type Hex } from 'viem'
import { fromHex, taskListRoot, taskProof, type Address } from '@distribute/state-machine'
import { depositCall, submit } from '@distribute/bridge-contracts'
import { createWalletClient, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { eventually, rpc } from './devnet.ts'
import { act, registerAt, type Call, type Place } from './disputed-project.ts'

/** A community between an L1 and its sequencer, before anybody has anything. */
export interface Beginning extends Place {
  readonly l1: string
  readonly inbox: Address
}

/** Places of accounts: `backer` stakes all that projects need, the others work for and against them. */
export interface People {
  readonly backer: number
  readonly worker: number
  readonly approver: number
  readonly rejecter: number
}

const UNIT = 10n ** 18n
const ALL = 2n ** 95n
const PERIOD = 2n * 86_400n
const [TOKENS, REPUTATION] = [0, 1] as const
const CONTENT = keccak256('0x')
const COST = UNIT / 2n
const TASKS = [{ weight: 10_000n, contentHash: fromHex(CONTENT) }]
const PROOF = taskProof(TASKS, 0).map((hash) => toHex(hash))

type Deed = (account: number, contract: Call['contract'], name: string, args: readonly unknown[], value?: bigint) => Promise<void>
export const deedsAt = (place: Place): Deed => (account, contract, name, args, value = 0n) => act(place, account, { contract, name, args, value })

/** Each deposits for itself, and the chain has read it when this resolves. */
export const depositAll = async ({ l1, l2, inbox, accounts }: Beginning, values: ReadonlyMap<number, bigint>): Promise<void> => {
  const own = [...values].map(([account, value]) => ({ value, ...(accounts[account] ?? { address: '0x' as const, privateKey: '0x' as const }) }))
  await Promise.all(own.map(async ({ address, privateKey, value }) => {
    const wallet = createWalletClient({ account: privateKeyToAccount(privateKey), chain: foundry, transport: http(l1) })
    await submit(wallet, depositCall(inbox, { to: address.toLowerCase() as Address, value }), { gas: 200_000n })
  }))
  await eventually('the deposits are read', 60, async () => {
    const balances = await Promise.all(own.map(({ address }) => rpc<Hex>(l2, 'eth_getBalance', [address, 'latest'])))
    return balances.every((balance) => BigInt(balance) > 0n)
  })
}

/** L1's clock goes on by this many seconds. */
export const passOnL1 = async (l1: string, seconds: number): Promise<void> => {
  await rpc(l1, 'evm_increaseTime', [seconds])
  await rpc(l1, 'evm_mine')
}

/** Project `id` is Active, its one task claimed by `worker` with evidence handed in. */
const workOn = async (by: Deed, id: bigint, { backer, worker }: { readonly backer: number; readonly worker: number }): Promise<void> => {
  await by(backer, 'projects', 'propose', [COST, PERIOD, TOKENS, CONTENT, 'ipfs://plan'])
  for (const currency of [TOKENS, REPUTATION]) await by(backer, 'projects', 'stake', [id, currency, ALL])
  await by(backer, 'projects', 'submitTaskList', [id, [{ weight: 10_000, contentHash: CONTENT }]])
  // Where the stakes of who submits it were enough, nothing is left to be supported.
  await by(backer, 'projects', 'supportTaskList', [id, toHex(taskListRoot(TASKS))]).catch(() => undefined)
  await by(worker, 'projects', 'claimTask', [id, 0n, 10_000, CONTENT, PROOF])
  await by(worker, 'projects', 'submitEvidence', [id, 0n, CONTENT, 'ipfs://work'])
}

/**
 * Account `her` holds everything that can be held at once, of which nothing is due yet: a ballot in the vote on project 1, a seat at project 2, a
 * claimed task with its lock in project 3, a stake on proposal 4 of `proposer`, and free tokens and ether. `validation`: how long that takes, seconds.
 */
export const entangle = async (place: Beginning, { her, proposer, people, validation }: { readonly her: number; readonly proposer: number; readonly people: People; readonly validation: number }): Promise<void> => {
  const by = deedsAt(place)
  const { backer, worker, approver, rejecter } = people
  for (const account of [her, proposer, backer, worker]) await registerAt(place, account)
  await by(backer, 'token', 'mint', [8_000n * UNIT], 8n * UNIT)
  await by(backer, 'token', 'donate', [], 10n * UNIT)
  for (const account of [approver, rejecter]) await by(backer, 'token', 'transfer', [place.accounts[account]?.address, 100n * UNIT])
  for (const account of [her, proposer]) await by(backer, 'token', 'transfer', [place.accounts[account]?.address, 1_000n * UNIT])
  await workOn(by, 1n, { backer, worker })
  await by(approver, 'projects', 'validate', [1n, 0n, true])
  await by(rejecter, 'projects', 'validate', [1n, 0n, false])
  await passOnL1(place.l1, validation)
  await eventually('the vote', 60, async () => (await rpc<{ readonly stage: string }>(place.l2, 'distribute_project', [{ id: '0x1' }])).stage === 'voting')
  await by(her, 'voting', 'requestRights', [TOKENS, 100n * UNIT])
  await by(her, 'voting', 'commit', [1n, 0n, TOKENS, keccak256('0x01'), 100n * UNIT])
  await workOn(by, 2n, { backer, worker })
  await by(her, 'projects', 'validate', [2n, 0n, true])
  await workOn(by, 3n, { backer, worker: her })
  await by(approver, 'projects', 'validate', [3n, 0n, true])
  await by(proposer, 'projects', 'propose', [UNIT / 10n, PERIOD, TOKENS, CONTENT, 'ipfs://plan'])
  await by(her, 'projects', 'stake', [4n, TOKENS, 10n * UNIT])
}
