import { afterEach, beforeEach, expect, test } from 'vitest'
import { createPublicClient, http, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { encodeCalldata, kindGas, systemAddress, targetOf, toHex, ZERO_ADDRESS, type Address, type Call } from '@distribute/state-machine'
import { bridgeAbi, communityTokenAbi, depositTokensCall, forceCall, tokenAbi, receiptOf } from '@distribute/bridge-contracts'
import { hexAddress } from './cli/hex-address.ts'
import { devnetAccount } from './devnet/accounts.ts'
import { ETHER, eventually, member, startRig, type Rig, type RigNode } from './testing/rig.ts'

const WINDOW = 600n
const [BUYER, STRANGER, PAYEE, FRIEND, NEWCOMER] = [0, 3, 5, 6, 7] as const
let rig: Rig
let sequencer: RigNode
let replica: RigNode

beforeEach(async () => {
  rig = await startRig({ window: WINDOW })
  sequencer = await rig.start('sequencer')
  replica = await rig.start('replica')
})
afterEach(() => rig.close())

const whileMining = <T>(what: string, read: () => Promise<T | undefined | false>): Promise<T> =>
  eventually(what, async () => {
    await rig.l1.mine()
    return read()
  }, 30)
const signed = (nonce: number, call: Call, value = 0n): Promise<Hex> => privateKeyToAccount(devnetAccount(BUYER).privateKey).signTransaction({
  type: 'eip1559', chainId: Number(rig.genesis.chainId), nonce, gas: kindGas(call.kind), maxFeePerGas: 1n, maxPriorityFeePerGas: 0n, to: hexAddress(targetOf(call, ZERO_ADDRESS)), value,
  data: toHex(encodeCalldata(call)),
})
const withdrawing = (amount: bigint): Call => ({ kind: 'withdrawTokens', args: [member(PAYEE).toLowerCase() as Address, amount] })

const onL1 = () => ({ address: hexAddress(rig.rollup.contracts.token), abi: communityTokenAbi }) as const
const l1Balance = (of: number): Promise<bigint> => rig.l1.reader.readContract({ ...onL1(), functionName: 'balanceOf', args: [member(of) as Hex] })
const l1Supply = (): Promise<bigint> => rig.l1.reader.readContract({ ...onL1(), functionName: 'totalSupply' })
const l2 = ({ node }: RigNode) => createPublicClient({ transport: http(node.rpcUrl), cacheTime: 0 })
const L2_TOKEN = { address: hexAddress(systemAddress('token')), abi: tokenAbi } as const
const l2Balance = (node: RigNode, of: number): Promise<bigint> => l2(node).readContract({ ...L2_TOKEN, functionName: 'balanceOf', args: [member(of) as Hex] })

/** What the whole community owns, on both sides: S on the chain, of it what is bridged, and on L1 all of that but what is on its way. */
async function expectSupplies(node: RigNode, { onTheWay }: { readonly onTheWay: bigint }): Promise<void> {
  // While blocks give way to an L1 reorg, answers one after the other may be of different ones.
  await eventually('supplies add up', async () => {
    const { supply, held, bridged, out } = await suppliesOf(node)
    return supply === 10n * ETHER && supply === held + bridged && bridged === out + onTheWay
  })
}

async function suppliesOf(node: RigNode): Promise<{ readonly [of in 'supply' | 'held' | 'bridged' | 'out']: bigint }> {
  const client = l2(node)
  const [supply, bridged, held, out] = await Promise.all([
    client.readContract({ ...L2_TOKEN, functionName: 'totalSupply' }),
    client.readContract({ address: hexAddress(systemAddress('bridge')), abi: bridgeAbi, functionName: 'bridgedTokens' }),
    Promise.all([BUYER, PAYEE, FRIEND, NEWCOMER].map((of) => l2Balance(node, of))),
    l1Supply(),
  ])
  return { supply, held: held.reduce((sum, one) => sum + one, 0n), bridged, out }
}

interface Status {
  readonly stage: string
  readonly tokens: Hex | null
  readonly transaction: { readonly to: Hex; readonly data: Hex } | null
}
const statusOf = (node: RigNode, id: number): Promise<Status | null> => node.call<Status | null>('rollup_withdrawalStatus', id)
/** Anybody can send it: here one who has nothing to do with it. */
const claim = async ({ to, data }: NonNullable<Status['transaction']>): Promise<string> => {
  const hash = await rig.l1.wallet(STRANGER).sendTransaction({ to, data, gas: 500_000n })
  return (await receiptOf(rig.l1.reader, hash)).status
}

/** Ten tokens bought, four withdrawn by the chain's own way and three by force, and both minted on L1. */
async function takeOut(): Promise<void> {
  await rig.deposit(member(BUYER), 5n * ETHER)
  await whileMining('the deposit', async () => (await sequencer.balance(member(BUYER))) > 0n)
  await sequencer.call('eth_sendRawTransaction', await signed(0, { kind: 'mint', args: [10n * ETHER] }, ETHER))
  await sequencer.call('eth_sendRawTransaction', await signed(1, withdrawing(4n * ETHER)))
  const { inbox } = rig.rollup.contracts
  await whileMining('the first', async () => (await statusOf(sequencer, 1)) !== null)
  await rig.run(STRANGER, forceCall(inbox, { signed: await signed(2, withdrawing(3n * ETHER)), chainId: rig.genesis.chainId, fee: 10n ** 13n }))
  await whileMining('both, in batches', async () => (await statusOf(replica, 2))?.stage === 'in-challenge-window')
  await expectSupplies(replica, { onTheWay: 7n * ETHER })
  await rig.l1.call('evm_increaseTime', [Number(WINDOW)])
  const ready = await whileMining('both are final', async () => {
    const found = await Promise.all([1, 2].map((id) => statusOf(replica, id)))
    return found.every((one) => one?.stage === 'ready-to-claim') && found
  })
  expect(ready.map((one) => BigInt(one?.tokens ?? 0))).toEqual([4n * ETHER, 3n * ETHER])
  for (const one of ready) if (one?.transaction) expect([await claim(one.transaction), await claim(one.transaction)]).toEqual(['success', 'reverted'])
  expect(await l1Balance(PAYEE)).toBe(7n * ETHER)
  expect(await statusOf(replica, 1)).toMatchObject({ stage: 'claimed', transaction: null })
  await expectSupplies(replica, { onTheWay: 0n })
}

/** The payee signs, a stranger sends it, and the friend takes what was allowed. */
async function spendByPermit(value: bigint): Promise<void> {
  const { timestamp } = await rig.l1.reader.getBlock()
  const payee = privateKeyToAccount(devnetAccount(PAYEE).privateKey)
  const [owner, spender, deadline] = [payee.address, member(FRIEND) as Hex, timestamp + 3_600n]
  const signature = await payee.signTypedData({
    domain: { name: rig.genesis.tokenName, version: '1', chainId: 31_337, verifyingContract: onL1().address },
    types: { Permit: [['owner', 'address'], ['spender', 'address'], ['value', 'uint256'], ['nonce', 'uint256'], ['deadline', 'uint256']].map(([name = '', type = '']) => ({ name, type })) },
    primaryType: 'Permit',
    message: { owner, spender, value, nonce: 0n, deadline },
  })
  const parts = [Number.parseInt(signature.slice(130), 16), `0x${signature.slice(2, 66)}`, `0x${signature.slice(66, 130)}`] as const
  const hashes = [
    await rig.l1.wallet(STRANGER).writeContract({ ...onL1(), functionName: 'permit', args: [owner, spender, value, deadline, ...parts] }),
    await rig.l1.wallet(FRIEND).writeContract({ ...onL1(), functionName: 'transferFrom', args: [owner, spender, value] }),
  ]
  for (const hash of hashes) expect((await receiptOf(rig.l1.reader, hash)).status).toBe('success')
}

test('tokens leave for L1 as an ERC-20, are spent there, and come back by another hand; supplies add up at every step, over an L1 reorg', { timeout: 120_000 }, async () => {
  await takeOut()
  await spendByPermit(2n * ETHER)
  expect([await l1Balance(PAYEE), await l1Balance(FRIEND)]).toEqual([5n * ETHER, 2n * ETHER])

  const bringBack = () => rig.run(FRIEND, depositTokensCall(rig.rollup.contracts.inbox, { to: member(NEWCOMER).toLowerCase() as Address, amount: 2n * ETHER }))
  const arrived = async (node: RigNode): Promise<boolean> => (await l2Balance(node, NEWCOMER)) === 2n * ETHER
  const { blockNumber } = await bringBack()
  expect(await l1Balance(FRIEND)).toBe(0n)
  await whileMining('it is read', () => arrived(sequencer))
  await expectSupplies(sequencer, { onTheWay: 0n })

  // L1 forgets the deposit: its tokens are the friend's there again, and nobody's here.
  await eventually('forgotten', async () => {
    // A batch may come between question and reorg, which is then a block too short.
    await rig.l1.call('anvil_reorg', [Number((await rig.l1.reader.getBlockNumber()) - blockNumber) + 1, []])
    return (await l1Balance(FRIEND)) === 2n * ETHER
  })
  await whileMining('it is gone', async () => (await l2Balance(sequencer, NEWCOMER)) === 0n && (await l2Balance(replica, NEWCOMER)) === 0n)
  expect(await l1Balance(FRIEND)).toBe(2n * ETHER)
  await expectSupplies(sequencer, { onTheWay: 0n })

  const { transactionHash } = await bringBack()
  await whileMining('it is read again, by both', async () => (await arrived(sequencer)) && (await arrived(replica)))
  await expectSupplies(replica, { onTheWay: 0n })
  const [entry] = await replica.call<readonly object[]>('rollup_getDeposit', transactionHash)
  const to = member(NEWCOMER).toLowerCase()
  expect(entry).toMatchObject({ kind: 'tokenDeposit', from: member(FRIEND).toLowerCase(), to, tokens: `0x${(2n * ETHER).toString(16)}`, value: '0x0', stage: 'included', status: '0x1' })
  const { transactionHash: here } = entry as { readonly transactionHash: Hex }
  expect(await replica.call('eth_getTransactionByHash', here)).toMatchObject({ type: '0x7e', from: member(FRIEND).toLowerCase(), to, value: '0x0' })
  expect([sequencer, replica].some((node) => node.said('WRONG ROOT'))).toBe(false)
})
