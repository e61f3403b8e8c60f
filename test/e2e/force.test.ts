import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPublicClient, createWalletClient, http, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, rpc, startDevnet, temporaryDirectory, type RunningDevnet } from './testing/devnet.ts'
import { disputedProject, registerAt } from './testing/disputed-project.ts'
import { distribute, distributeJsonOften, distributeOften } from './testing/program.ts'

// A sequencer patched to drop every transaction of one member. She has her commands, a replica, and L1.

const MINUTES = 60_000
const DAY = 86_400
const UNIT = 10n ** 18n
const SHE = 5
/** The devnet's own 60 s may be over before a slow machine has looked. */
const WINDOW = 3_600
const NOBODY = 'http://127.0.0.1:9'

let devnet: RunningDevnet
let directory: string
const closers: (() => Promise<void>)[] = []

/** She trusts no node but a replica, and has another account pay on L1. */
const hers = (): readonly string[] => ['--l2-url', devnet.replica, '--l1-url', devnet.l1, '--data-dir', join(directory, 'hers'), '--account', String(SHE)]
const force = <T = { readonly [name: string]: unknown }>(...words: readonly string[]): Promise<T> => distributeJsonOften<T>('force', ...words, ...hers(), '--payer-account', '8')
const address = (account: number): Hex => devnet.accounts[account]?.address ?? '0x'

const pass = async (seconds: number): Promise<void> => {
  const { timestamp: before } = await rpc<{ readonly timestamp: string }>(devnet.l2, 'eth_getBlockByNumber', ['latest', false])
  await rpc(devnet.l2, 'evm_increaseTime', [seconds])
  await rpc(devnet.l2, 'evm_mine')
  await eventually('the clock', 30, async () => {
    const { timestamp } = await rpc<{ readonly timestamp: string }>(devnet.l2, 'eth_getBlockByNumber', ['latest', false])
    return Number(timestamp) >= Number(before) + seconds
  })
}
interface Project {
  readonly stage: string
  readonly tasks: readonly { readonly poll: { readonly reputationFor: string; readonly reputationAgainst: string; readonly outcome: string } | null }[]
}
const project = (): Promise<Project> => distributeJsonOften<Project>('project', '1', '--l2-url', devnet.l2, '--data-dir', devnet.dataDir)
const untilStage = (stage: string): Promise<boolean> => eventually(stage, 30, async () => (await project()).stage === stage)
const atReplica = (account: number): Promise<bigint> => rpc<Hex>(devnet.replica, 'eth_getTransactionCount', [address(account), 'latest']).then(BigInt)

beforeAll(async () => {
  const temporary = await temporaryDirectory()
  directory = temporary.path
  closers.push(temporary.remove)
  await mkdir(join(directory, 'hers'))
  const patch = fileURLToPath(new URL('testing/censoring-sequencer.mjs', import.meta.url))
  const patched = { node: ['--import', patch], env: { CENSORED_FILE: join(directory, 'censored') } }
  devnet = await startDevnet(join(directory, 'devnet'), ['--batch-interval', '500', '--block-time', '40', '--window', String(WINDOW)], patched)
  closers.push(devnet.stop)
  await disputedProject(devnet)
  await registerAt(devnet, SHE)
  await pass(7 * DAY)
  await untilStage('voting')
}, 4 * MINUTES)

afterAll(async () => {
  for (const close of closers.splice(0).reverse()) await close()
}, MINUTES)

test('a member whose every transaction the sequencer drops votes in time by force, and her ballot decides', { timeout: 4 * MINUTES }, async () => {
  await writeFile(join(directory, 'censored'), address(SHE))
  const chain = { ...foundry, id: devnet.chainId }
  const wallet = createWalletClient({ account: privateKeyToAccount(devnet.accounts[SHE]?.privateKey ?? '0x'), chain, transport: http(devnet.l2) })
  const dropped = await wallet.sendTransaction({ to: address(1), value: 1n, gas: 21_000n })
  // Others get through.
  await distributeJsonOften('send', '0.001', address(2), '--l2-url', devnet.l2, '--data-dir', devnet.dataDir, '--account', '1')
  expect(await rpc(devnet.l2, 'eth_getTransactionReceipt', [dropped])).toBeNull()

  const requested = await force<{ stage: string; mustBeReadBy: string; inboxFee: string; l1Fee: string; nonce: string; hash: Hex }>('vote', 'request', '1000', 'reputation')
  expect(requested).toMatchObject({ stage: 'included', nonce: '0', currency: 'reputation' })
  expect(BigInt(requested.l1Fee)).toBeGreaterThan(0n)
  await force('vote', 'commit', '1', '0', 'for', '1000', 'reputation')
  expect(await rpc(devnet.l2, 'eth_getTransactionReceipt', [requested.hash])).toMatchObject({ status: '0x1', from: address(SHE) })
  await pass(7 * DAY)
  expect(await force('vote', 'reveal', '1', '0')).toMatchObject({ stage: 'included', choice: 'for', amount: String(1_000n * UNIT) })
  await pass(7 * DAY)
  await untilStage('complete')
  expect((await project()).tasks[0]?.poll).toMatchObject({ reputationFor: String(1_000n * UNIT), reputationAgainst: '0', outcome: 'for' })
  expect(await atReplica(SHE)).toBe(3n)
})

test('what cannot be done says why, before anything is paid on L1; without a node the nonce and the place are given', { timeout: 2 * MINUTES }, async () => {
  const alone = ['--l2-url', NOBODY, '--l1-url', devnet.l1, '--data-dir', join(directory, 'hers'), '--account', String(SHE)]
  const send = ['force', 'send', '0.5', address(1)]
  const named = [...alone, '--rollup', devnet.contracts.rollup, '--chain-id', String(devnet.chainId)]
  const says = async (code: number, words: string, line: readonly string[]): Promise<void> =>
    expect(await distribute(...line), words).toMatchObject({ code, err: expect.stringContaining(words) as unknown })
  await Promise.all([
    says(1, '(InsufficientBalance)', ['force', 'transfer', '5000', address(1), ...hers()]),
    says(2, 'give the --data-dir of the community, or --rollup and --chain-id', [...send, ...alone]),
    says(2, 'give --nonce', [...send, ...named]),
    says(1, 'this call has to look something up on the chain', ['force', 'mint', '1', ...named, '--nonce', '3']),
    says(2, 'no command that can be forced', ['force', 'status', ...named]),
  ])
  expect(await atReplica(SHE)).toBe(3n)
  const before = BigInt(await rpc<Hex>(devnet.replica, 'eth_getBalance', [address(1), 'latest']))
  expect(await distributeJsonOften(...send, ...named, '--nonce', '3')).toMatchObject({ stage: 'read', nonce: '3', batch: expect.stringMatching(/^\d+$/) as unknown })
  await eventually('the replica', 30, async () => (await atReplica(SHE)) === 4n)
  expect(BigInt(await rpc<Hex>(devnet.replica, 'eth_getBalance', [address(1), 'latest']))).toBe(before + UNIT / 2n)
})

test('she leaves by force, and is paid with her exit kit and nothing but L1', { timeout: 3 * MINUTES }, async () => {
  const left = await force<{ id: string; stage: string }>('withdraw', '1')
  expect(left).toMatchObject({ value: String(UNIT), to: address(SHE) })
  const kit = join(directory, 'kit.json')
  await eventually('a batch', 30, async () => (await distributeJsonOften<{ stage: string }>('status', left.id, '--l2-url', devnet.replica)).stage === 'in-challenge-window')
  expect(await distributeJsonOften('exit-kit', address(SHE), '--out', kit, '--l2-url', devnet.replica)).toMatchObject({ file: kit, withdrawals: [{ id: left.id, value: String(UNIT) }], waiting: [] })
  const l1Only = ['--l1-url', devnet.l1, '--account', '8']
  const early = await distributeJsonOften<{ withdrawals: { stage: string }[] }>('exit-kit', 'use', kit, ...l1Only)
  expect(early.withdrawals).toMatchObject([{ stage: 'waiting', l1Hash: null }])
  await rpc(devnet.l2, 'evm_increaseTime', [WINDOW + 1])
  const reader = createPublicClient({ chain: foundry, transport: http(devnet.l1) })
  const before = await reader.getBalance({ address: address(SHE) })
  expect(await distributeJsonOften('exit-kit', 'use', kit, ...l1Only)).toMatchObject({ withdrawals: [{ id: left.id, stage: 'ready', l1Hash: expect.stringMatching(/^0x/) as unknown }] })
  expect(await reader.getBalance({ address: address(SHE) })).toBe(before + UNIT)
  expect(await distributeJsonOften('exit-kit', 'use', kit, ...l1Only)).toMatchObject({ withdrawals: [{ stage: 'paid', l1Hash: null }] })
  await eventually('the replica has seen it', 30, async () => {
    const { out } = await distributeOften('status', left.id, '--l2-url', devnet.replica)
    return /^stage +claimed$/m.test(out)
  })
})
