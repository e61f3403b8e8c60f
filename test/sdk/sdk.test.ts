import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { createPublicClient, createWalletClient, custom, erc20Abi, http, rpcSchema, type Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { getBalance, readContract } from 'viem/actions'
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest'
import {
  createLightClient, defineDistributeChain, encodeCall, forcedNonce, memoryStore, publicActionsL1, publicActionsL2, readDistributeChain, signForced,
  walletActionsL1, walletActionsL2, type DistributeChain, type DistributeRpcSchema, type LightClientErrorCode,
} from '@distribute/client'
import { systemContracts } from '@distribute/bridge-contracts'
import { Address } from '@distribute/state-machine'
import { eventually, rpc, startDevnet, temporaryDirectory, type RunningDevnet } from '../e2e/testing/devnet.ts'
import { blocksOf, missingLine, stepsOf } from '../docs/blocks.ts'
import { disputedProject } from '../e2e/testing/disputed-project.ts'

// The SDK as a member uses it, on a devnet: every call and view of the interfaces, over the bridge both ways, by force, and verified.

const UNIT = 10n ** 18n
// What is waited for takes a second or two; on a loaded machine more than anybody would guess.
const PATIENCE_MS = 120_000
const MINUTES = 2 * PATIENCE_MS
const FAST = { pollingInterval: 100, cacheTime: 0 } as const

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let devnet: RunningDevnet
let chain: DistributeChain

beforeAll(async () => {
  directory = await temporaryDirectory()
  devnet = await startDevnet(directory.path, ['--window', '2', '--batch-interval', '300', '--no-replica'])
  chain = await readDistributeChain(devnet.l2)
}, MINUTES)

afterAll(async () => {
  await devnet.stop()
  await directory.remove()
})

const keyOf = (account: number): Hex => devnet.accounts[account]?.privateKey ?? '0x'
const l2 = () => createPublicClient({ chain, transport: http(), ...FAST }).extend(publicActionsL2())
const l1 = () => createPublicClient({ transport: http(devnet.l1), ...FAST }).extend(publicActionsL1(chain))
const wallet = (key: Hex) => createWalletClient({ account: privateKeyToAccount(key), chain, transport: http(), ...FAST }).extend(publicActionsL2()).extend(walletActionsL2())
const l1Wallet = (key: Hex) => createWalletClient({ account: privateKeyToAccount(key), transport: http(devnet.l1), ...FAST }).extend(walletActionsL1(chain))

test('a chain is made from a node’s URL, and the same from its rollup file', async () => {
  const rollup = { l1ChainId: devnet.l1ChainId, chainId: devnet.chainId, genesisHash: chain.custom.rollup.genesisHash, contracts: devnet.contracts }
  expect(chain).toMatchObject({ id: devnet.chainId, sourceId: devnet.l1ChainId, nativeCurrency: { symbol: 'ETH', decimals: 18 } })
  // In one request, by the node's own Multicall3.
  expect(chain.contracts?.multicall3).toEqual({ address: '0xca11bde05977b3631167028862be2a173976ca11' })
  const { address, abi } = systemContracts.token
  expect(await l2().multicall({ contracts: [{ address, abi, functionName: 'decimals' }], allowFailure: false })).toEqual([18])
  expect(chain.contracts?.['bridge']).toEqual({ [devnet.l1ChainId]: { address: devnet.contracts.bridge } })
  const defined = defineDistributeChain({ rollup: JSON.stringify(rollup), rpcUrl: devnet.l2, name: chain.name })
  expect(defined.custom).toEqual(chain.custom)
  expect(defined.contracts?.['bridge']).toEqual(chain.contracts?.['bridge'])
})

test('there is one action for each call and each view of the interfaces, and no other', () => {
  const names = (contract: keyof typeof systemContracts): readonly string[] =>
    systemContracts[contract].abi.filter((item) => item.type === 'function').map(({ name }) => name)
  const client = wallet(keyOf(0))
  expect(Object.keys(client.communityToken).sort()).toEqual([...names('token')].sort())
  for (const contract of ['reputation', 'projects', 'voting', 'dividends', 'bridge'] as const) {
    expect(Object.keys(client[contract]).sort(), contract).toEqual([...names(contract)].sort())
  }
  expect(Object.keys(client.system).sort()).toEqual([...names('chain')].sort())
})

test('calls are sent, waited for and told in words; views answer what they have changed', async () => {
  const client = wallet(keyOf(0))
  const { address } = client.account
  const before = await client.communityToken.balanceOf({ account: address })
  const cost = await client.communityToken.mintCost({ buyer: address, amount: 5n * UNIT })
  const { events, fee } = await client.waitForCall({ hash: await client.communityToken.mint({ amount: 5n * UNIT, value: 2n * cost }) })
  // Every fee makes the pool, and with it the price, a little larger.
  expect(events.map(({ words }) => words).join()).toMatch(/minted 5 tokens for 0\.\d+ ether/)
  expect(fee).toBeGreaterThan(0n)
  expect(await client.communityToken.balanceOf({ account: address })).toBe(before + 5n * UNIT)
  const rights = await client.voting.rightsOf({ account: address, currency: 'tokens' })
  expectTypeOf(rights).toEqualTypeOf<{ readonly amount: bigint; readonly high: bigint; readonly open: number }>()
  expect(rights).toEqual({ amount: 0n, high: 0n, open: 0 })
  expect(await client.system.creditsOf({ account: address })).toMatchObject({ available: expect.any(BigInt) as bigint, capacity: expect.any(BigInt) as bigint })
  expect(await client.communityToken.name()).not.toBe('')
})

test('what breaks a rule is thrown in words before it is sent, and after where it was sent all the same', async () => {
  const client = wallet(keyOf(0))
  const refused = { name: 'DistributeError', code: 'UnknownProject', rule: 'UnknownProject', message: 'there is no project with this number', advice: 'look it up among the projects' }
  await expect(client.projects.stake({ id: 999n, currency: 'tokens', amount: UNIT })).rejects.toMatchObject(refused)
  const { gas } = encodeCall('projects', 'stake', { id: 999n, currency: 'tokens', amount: UNIT })
  const hash = await client.projects.stake({ id: 999n, currency: 'tokens', amount: UNIT }, { gas })
  await expect(client.waitForCall({ hash })).rejects.toMatchObject(refused)
})

test('the methods of distribute_ and rollup_ are typed, checked and read', async () => {
  const client = l2()
  const page = await client.distribute.projects({ limit: 1 })
  expectTypeOf(page.items[0]?.cost).toEqualTypeOf<bigint | undefined>()
  expect((await client.distribute.member({ account: wallet(keyOf(0)).account.address })).ether).toBeGreaterThan(0n)
  await expect(client.distribute.member({ account: '0x12' })).rejects.toThrow()
  expect((await client.distribute.parameters()).parameters['baseFee']).toBeTypeOf('bigint')
  expect(await client.distribute.project({ id: 999n })).toBeNull()
  const { heads, contracts } = await client.rollup.status()
  expect(contracts.rollup).toBe(devnet.contracts.rollup)
  expect(heads.latest.number).toBeGreaterThanOrEqual(heads.safe.number)
  expect((await client.rollup.getBatch('0x0'))?.claim.round).toBe(0n)
  expect((await client.rollup.gasPolicy()).gas['mint']).toBe(encodeCall('token', 'mint', { amount: 1n, value: 0n }).gas)
  // By viem's own door, raw.
  const raw = createPublicClient({ chain, transport: http(), rpcSchema: rpcSchema<DistributeRpcSchema>() })
  const community = await raw.request({ method: 'distribute_community', params: [] })
  expectTypeOf(community.supply.tokens).toEqualTypeOf<Hex>()
  expect(community.name).toBe(chain.name)
})

test('ether comes by deposit and leaves by withdrawal, each waited for and claimed', { timeout: MINUTES }, async () => {
  const key = generatePrivateKey()
  const { address } = privateKeyToAccount(key)
  const payer = l1Wallet(keyOf(7))
  const l1Hash = await payer.deposit({ amount: 3n * UNIT, to: address })
  const [entry] = await l2().waitForDeposit({ l1Hash, timeout: PATIENCE_MS })
  expect(entry).toMatchObject({ kind: 'deposit', stage: 'included', to: address.toLowerCase(), value: 3n * UNIT, status: 1n })
  expect((await l1().getInboxEntries({ hash: l1Hash })).map(({ index }) => index)).toEqual([entry?.index])
  expect(await getBalance(l2(), { address })).toBe(3n * UNIT)
  const member = wallet(key)
  const receiver = privateKeyToAccount(generatePrivateKey()).address
  const hash = await member.bridge.withdraw({ to: receiver, value: UNIT })
  await member.waitForCall({ hash })
  const [listed] = await l2().getWithdrawals({ account: address })
  expect(listed).toMatchObject({ from: address.toLowerCase(), to: receiver.toLowerCase(), value: UNIT, transactionHash: hash })
  const ready = await l2().waitToClaim({ hash, timeout: PATIENCE_MS })
  expect(await l2().getWithdrawalStatus({ id: ready.id ?? 0n })).toMatchObject({ id: ready.id, batch: ready.batch })
  // The devnet's own claimer pays too: whoever is first.
  if (ready.stage === 'ready-to-claim') {
    await payer.claimWithdrawal({ withdrawal: ready }).catch((error: unknown) => expect(error).toMatchObject({ code: 'AlreadyClaimed' }))
  }
  expect(await l2().waitForClaim({ hash, timeout: PATIENCE_MS })).toMatchObject({ stage: 'claimed', value: UNIT })
  expect(await getBalance(l1(), { address: receiver })).toBe(UNIT)
  expect(await l1().getIsClaimed({ id: ready.id ?? 0n })).toBe(true)
  await expect(payer.claimWithdrawal({ withdrawal: listed ?? {} })).rejects.toMatchObject({ code: 'NotReady' })
  await expect(payer.claimWithdrawal({ withdrawal: ready })).rejects.toMatchObject({ code: ready.claim === null ? 'NotReady' : 'AlreadyClaimed' })
})

test('a call goes through the inbox of L1, and what a wallet would not sign is told', { timeout: MINUTES }, async () => {
  const client = wallet(keyOf(8))
  const { account } = client
  const call = encodeCall('token', 'donate', { value: 7n })
  const place = { address: Address(account.address), chainId: BigInt(chain.id), inbox: chain.custom.rollup.contracts.inbox }
  const signed = await signForced(account, { call, nonce: await forcedNonce(client, l1(), place), chainId: chain.id })
  const l1Hash = await l1Wallet(keyOf(7)).forceTransaction({ signed })
  const [entry] = await client.waitForDeposit({ l1Hash, timeout: PATIENCE_MS })
  expect(entry).toMatchObject({ kind: 'forced', stage: 'included', status: 1n })
  const { events } = await client.waitForCall({ hash: entry?.transactionHash ?? '0x' })
  expect(events.map(({ words }) => words)).toEqual(['donated 0.000000000000000007 ether to the pool'])
  await expect(signForced({ address: account.address, type: 'json-rpc' }, { call, nonce: 0n, chainId: 1 })).rejects.toMatchObject({ code: 'NotALocalAccount' })
  await expect(l1Wallet(keyOf(7)).forceTransaction({ signed: '0x1234' })).rejects.toMatchObject({ name: 'DistributeError' })
  const wrong = createWalletClient({ account, chain, transport: http() }).extend(walletActionsL1(chain))
  await expect(wrong.deposit({ amount: 1n })).rejects.toMatchObject({ code: 'WrongL1' })
})

test('tokens go to L1 as an ERC-20, stand in nobody’s way there, and come back', { timeout: MINUTES }, async () => {
  const [member, payee] = [wallet(keyOf(8)), l1Wallet(keyOf(6))]
  const amount = 3n * UNIT
  const value = await member.communityToken.mintCost({ buyer: member.account.address, amount })
  await member.waitForCall({ hash: await member.communityToken.mint({ amount, value: 2n * value }) })
  await expect(member.bridge.withdrawTokens({ to: payee.account.address, amount: 10n * amount })).rejects.toMatchObject({ code: 'InsufficientBalance' })
  const hash = await member.bridge.withdrawTokens({ to: payee.account.address, amount })
  const { events } = await member.waitForCall({ hash })
  expect(events.map(({ words }) => words).join()).toContain('3 tokens')
  const waits: number[] = []
  const ready = await l2().waitToClaim({ hash, timeout: PATIENCE_MS, onWait: (waited) => waits.push(waited) })
  expect([...waits].sort((a, b) => a - b)).toEqual(waits)
  expect(ready).toMatchObject({ value: 0n, tokens: amount })
  // Of tokens the payee alone can be named.
  await expect(payee.claimWithdrawalTo({ withdrawal: ready, receiver: member.account.address })).rejects.toMatchObject({ code: expect.toBeOneOf(['NotEther', 'NotReady']) as string })
  if (ready.stage === 'ready-to-claim') {
    await l1Wallet(keyOf(7)).claimWithdrawal({ withdrawal: ready }).catch((error: unknown) => expect(error).toMatchObject({ code: 'AlreadyClaimed' }))
  }
  expect(await l2().waitForClaim({ hash, timeout: PATIENCE_MS })).toMatchObject({ stage: 'claimed', tokens: amount })
  expect(await l1().getIsClaimed({ id: ready.id ?? 0n })).toBe(true)
  const heldBy = (account: Hex): Promise<bigint> => readContract(l1(), { address: chain.custom.rollup.contracts.token, abi: erc20Abi, functionName: 'balanceOf', args: [account] })
  expect(await heldBy(payee.account.address)).toBe(amount)

  await expect(payee.depositTokens({ amount: amount + 1n })).rejects.toMatchObject({ name: 'DistributeError' })
  const newcomer = privateKeyToAccount(generatePrivateKey()).address
  const [entry] = await l2().waitForDeposit({ l1Hash: await payee.depositTokens({ amount: UNIT, to: newcomer }), timeout: PATIENCE_MS })
  expect(entry).toMatchObject({ stage: 'included', to: newcomer.toLowerCase(), status: 1n })
  expect([await l2().communityToken.balanceOf({ account: newcomer }), await heldBy(payee.account.address)]).toEqual([UNIT, amount - UNIT])
})

test('a light client reads what the state holds against the root on L1, and says which head', { timeout: MINUTES }, async () => {
  const { address } = privateKeyToAccount(keyOf(0))
  const light = createLightClient({ l1: l1(), l2: l2(), chain })
  const posted = await eventually('a posted root', PATIENCE_MS / 1_000, async () => {
    const read = await light.readRecords([{ type: 'account', ids: [address] }, { type: 'pool' }, { type: 'project', ids: [77n] }], { head: 'posted' })
    return read.head.number > 0n && read
  })
  const [account, pool, project] = posted.records
  expect(project).toBeUndefined()
  expect(account?.tokens).toBe(await l2().communityToken.balanceOf({ account: address }, { blockNumber: posted.head.number }))
  expect(pool?.ether).toBe(await l2().communityToken.pool({}, { blockNumber: posted.head.number }))
  const { head, record } = await eventually('a final root', PATIENCE_MS / 1_000, async () => {
    const read = await light.readRecord({ type: 'account', ids: [address] })
    return read.head.number > 0n && read
  })
  expect(head).toMatchObject({ kind: 'final' })
  expect(record?.nonce).toBe(BigInt(await l2().getTransactionCount({ address, blockNumber: head.number })))
  await expect(createLightClient({ l1: l2(), l2: l2(), chain }).readRecord({ type: 'chain' })).rejects.toMatchObject({ code: 'WrongL1' })
})

/** The chain's node, with each answer to a method changed. */
const lying = (method: string, change: (answer: string) => string) => {
  const request = async ({ method: asked, params }: { readonly method: string; readonly params?: unknown }): Promise<unknown> => {
    const answer = await rpc(devnet.l2, asked, (params ?? []) as unknown[])
    return asked === method ? JSON.parse(change(JSON.stringify(answer))) : answer
  }
  return createPublicClient({ chain, transport: custom({ request }) })
}

test('no lie of a node gets past a light client: each flipped byte of the claim and of the proof is caught', { timeout: MINUTES }, async () => {
  const { address } = privateKeyToAccount(keyOf(0))
  const requests = [{ type: 'account', ids: [address] }, { type: 'pool' }] as const
  const caught = async (method: string, change: (answer: string) => string, code?: LightClientErrorCode): Promise<void> => {
    const light = createLightClient({ l1: l1(), l2: lying(method, change), chain })
    const codes = code === undefined ? ['WrongClaim', 'WrongProof', 'MalformedAnswer'] : [code]
    await expect(light.readRecords(requests, { head: 'posted', ...(code === 'NodeBehind' ? { patience: 0 } : {}) })).rejects.toMatchObject({ name: 'LightClientError', code: expect.toBeOneOf(codes) as string })
  }
  await createLightClient({ l1: l1(), l2: lying('none', (same) => same), chain }).readRecords(requests, { head: 'posted' })
  const flip = (field: string, byte: number) => (answer: string): string =>
    answer.replace(new RegExp(`("${field}":"0x)([0-9a-f]+)`), (_whole, before: string, hex: string) => {
      const at = (2 * byte) % (hex.length - (hex.length % 2))
      const flipped = (Number.parseInt(hex.slice(at, at + 2), 16) ^ 0x01).toString(16).padStart(2, '0')
      return before + hex.slice(0, at) + flipped + hex.slice(at + 2)
    })
  for (const field of ['dataId', 'claimant', 'rootsRoot', 'lastRoot']) {
    // The claim's own, behind those of the batch.
    const inClaim = (byte: number) => (answer: string): string => answer.replace(/"claim":\{.*\}/, (claim) => flip(field, byte)(claim))
    for (const byte of [0, 13]) await caught('rollup_getBatch', inClaim(byte), 'WrongClaim')
  }
  for (const field of ['round', 'claimTime', 'cursor', 'segments']) await caught('rollup_getBatch', (answer) => answer.replace(/"claim":\{.*\}/, (claim) => claim.replace(new RegExp(`"${field}":"0x[0-9a-f]+"`), `"${field}":"0xabcd"`)))
  for (let byte = 0; byte < 120; byte += 7) await caught('rollup_getProof', flip('multiproof', byte), 'WrongProof')
  await caught('rollup_getProof', (answer) => answer.replace(/"multiproof":"0x[0-9a-f]{2}/, '"multiproof":"0x'))
  await caught('rollup_getProof', (answer) => answer.replace(/"multiproof":"[^"]*"/, '"multiproof":7'))
  await caught('rollup_getBatch', () => 'null', 'NodeBehind')
  await caught('rollup_getBatch', () => '{}', 'MalformedAnswer')
})

test('a page does the same where there is nothing of Node', { timeout: MINUTES }, async () => {
  const bundle = join(directory.path, 'page.mjs')
  await build({ entryPoints: [fileURLToPath(new URL('testing/page.ts', import.meta.url))], bundle: true, outfile: bundle, platform: 'browser', format: 'esm', target: 'es2022' })
  const { l1ChainId, chainId, genesisHash, contracts } = chain.custom.rollup
  const rollup = JSON.stringify({ l1ChainId: String(l1ChainId), chainId: String(chainId), genesisHash, contracts })
  const task = JSON.stringify({ l1: devnet.l1, l2: devnet.l2, key: keyOf(5), rollup })
  const runner = fileURLToPath(new URL('testing/run-page.mjs', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', '--experimental-vm-modules', runner, bundle, task])
  expect(JSON.parse(stdout)).toEqual({
    words: ['donated 0.000000000000000005 ether to the pool'], refused: 'give an amount above zero', kept: true, head: 'posted', same: true, hasNode: false,
  })
})

test('the snippets of client/README.md do what it says', { timeout: MINUTES }, async () => {
  // Inside the repository, so that they find viem and the SDK as an installed program does.
  const root = fileURLToPath(new URL('../..', import.meta.url))
  await mkdir(join(root, '.distribute'), { recursive: true })
  const folder = await mkdtemp(join(root, '.distribute', 'sdk-readme-'))
  const here = (text: string): string =>
    text.replaceAll('http://127.0.0.1:9545', devnet.l2).replaceAll('http://127.0.0.1:8545', devnet.l1).replaceAll('.distribute/devnet', devnet.dataDir)
  const blocks = blocksOf((await readFile(join(root, 'client/README.md'), 'utf8')).replaceAll(/^```sh\nnpm install .*\n```$/gm, ''))
  expect(blocks.map(({ check }) => check)).toEqual(Array.from({ length: 5 }, () => ['file', 'run']).flat())
  try {
    for (const { check, argument, text } of blocks) if (check === 'file') await writeFile(join(folder, argument), here(text))
    const steps = blocks.flatMap(({ check, text }) => (check === 'run' ? stepsOf(text) : []))
    await Promise.all(steps.map(async ({ command, shown }) => {
      const [, file = ''] = /^npx tsx (\S+)$/.exec(command) ?? []
      const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file], { cwd: folder })
      expect(missingLine(shown, stdout), stdout).toBeUndefined()
    }))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('a vote is committed and revealed, with the secret that was kept or with one made anew', { timeout: MINUTES }, async () => {
  await disputedProject(devnet)
  const DAY = 86_400
  const pass = async (seconds: number): Promise<void> => {
    await rpc(devnet.l2, 'evm_increaseTime', [seconds])
    await l2().waitForCall({ hash: await wallet(keyOf(9)).communityToken.donate({ value: 1n }) })
  }
  await pass(7 * DAY)
  const { commitEnd } = await eventually('the vote', PATIENCE_MS / 1_000, async () => {
    const project = await l2().distribute.project({ id: 1n })
    return project?.stage === 'voting' && !project.due && project
  })
  const [first, second] = [wallet(keyOf(0)), wallet(keyOf(1))]
  await first.waitForCall({ hash: await first.voting.requestRights({ currency: 'tokens', amount: UNIT }) })
  await second.waitForCall({ hash: await second.voting.requestRights({ currency: 'reputation', amount: 1n }) })
  const store = memoryStore()
  const of = { id: 1n, index: 0n } as const
  await first.waitForCall({ hash: await first.commitVote({ ...of, currency: 'tokens', choice: false, amount: UNIT, store }) })
  await second.waitForCall({ hash: await second.commitVote({ ...of, currency: 'reputation', choice: true, amount: 1n, store: memoryStore() }) })
  expect(await store.get(`secrets/${chain.id}/${first.account.address.toLowerCase()}/1-0-tokens`)).toContain('"choice":"against"')
  await expect(first.revealVote({ ...of, currency: 'tokens', store })).rejects.toMatchObject({ code: 'RevealClosed' })
  await pass(7 * DAY)
  await eventually('the time to reveal', PATIENCE_MS / 1_000, async () => ((await l2().rollup.status()).l1.head?.timestamp ?? 0n) > commitEnd)
  await first.waitForCall({ hash: await first.revealVote({ ...of, currency: 'tokens', store }) })
  await second.waitForCall({ hash: await second.revealVote({ ...of, currency: 'reputation', store: memoryStore() }) })
  expect(await l2().voting.pollOf(of)).toMatchObject({ tokensFor: 0n, tokensAgainst: UNIT, reputationFor: 1n, reputationAgainst: 0n })
  await expect(first.revealVote({ ...of, currency: 'reputation', store })).rejects.toMatchObject({ code: 'NoBallot' })
})
