import { decodeGenesis, encodeGenesis, genesisHash, keccak256, ZERO_ADDRESS, type Address } from '@distribute/state-machine'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deployCommunity, DEFAULT_TERMS } from '../client/deploy-community.ts'
import { machineOf } from '../client/machine.ts'
import { readGenesis } from '../client/rollup-logs.ts'
import { readRollupFacts } from '../client/rollup-reads.ts'
import { communityTokenAbi } from '../client/generated/community-token.ts'
import { rollupBytecode } from '../client/generated/rollup-bytecode.ts'
import { hexOfAddress } from '../client/values.ts'
import { addressOfWallet, startAnvil } from './testing/anvil.ts'
import type { Anvil } from './testing/anvil.ts'
import { INBOX_DELAY, l1Time, startCommunity, TERMS } from './testing/community.ts'
import type { Community } from './testing/community.ts'
import { expectRevert } from './testing/reverts.ts'

/** EIP-170 and EIP-3860. */
const CODE_LIMIT = 24_576
const INITCODE_LIMIT = 49_152
/** EIP-7825 */
const TRANSACTION_GAS_LIMIT = 16_777_216n

let anvil: Anvil
let community: Community

beforeAll(async () => {
  anvil = await startAnvil()
  community = await startCommunity(anvil)
})
afterAll(() => anvil.close())

const deploy = (changes: object) => {
  const [poster, signer, staker] = [1, 2, 3].map((place) => addressOfWallet(anvil.wallet(place)))
  const sequencer = { poster: poster!, signer: signer!, staker: staker! }
  const options = { genesis: community.genesis, sequencer, ...changes }
  return deployCommunity(options, { walletClient: anvil.wallet(0), publicClient: anvil.reader })
}

test('one transaction makes seven contracts that know each other and nobody else', async () => {
  const { contracts, ...facts } = community.deployment
  expect(facts).toMatchObject({ ...TERMS, inboxDelay: INBOX_DELAY, genesisHash: genesisHash(community.genesis), l1ChainId: 31_337n })
  expect(facts.sequencer.poster).toBe(addressOfWallet(community.poster))
  expect(await readRollupFacts(anvil.reader, contracts.rollup)).toMatchObject({ contracts })
  const abi = [
    { type: 'function', name: 'rollup', inputs: [], outputs: [{ type: 'address' }], stateMutability: 'view' },
    { type: 'function', name: 'inbox', inputs: [], outputs: [{ type: 'address' }], stateMutability: 'view' },
    { type: 'function', name: 'bridge', inputs: [], outputs: [{ type: 'address' }], stateMutability: 'view' },
  ] as const
  const ask = async (of: keyof typeof contracts, functionName: 'rollup' | 'inbox' | 'bridge') =>
    (await anvil.reader.readContract({ address: hexOfAddress(contracts[of]), abi, functionName })).toLowerCase()
  expect(await ask('bridge', 'rollup')).toBe(contracts.rollup)
  expect(await ask('bridge', 'inbox')).toBe(contracts.inbox)
  expect(await ask('token', 'bridge')).toBe(contracts.bridge)
  expect(await ask('inbox', 'bridge')).toBe(contracts.bridge)
  expect(await ask('stakes', 'rollup')).toBe(contracts.rollup)
})

test('two communities are deployed at the same time on an L1 that has nothing yet: each part of the machine stands once, and both go on', async () => {
  const empty = await startAnvil()
  try {
    const genesis = { ...community.genesis, timestamp: await l1Time(empty) }
    const sequencerOf = (places: readonly number[]) => {
      const [poster, signer, staker] = places.map((place) => addressOfWallet(empty.wallet(place)))
      return { poster: poster!, signer: signer!, staker: staker! }
    }
    const sent = (place: number) => empty.reader.getTransactionCount({ address: empty.wallet(place).account.address })
    const [one, other] = await Promise.all([[0, [1, 2, 3]], [4, [5, 6, 7]]].map(([from, keys]) =>
      deployCommunity({ genesis, sequencer: sequencerOf(keys as number[]) }, { walletClient: empty.wallet(from as number), publicClient: empty.reader })))
    expect(one?.contracts.executor).toBe(other?.contracts.executor)
    expect(one?.contracts.rollup).not.toBe(other?.contracts.rollup)
    // Each needs a transaction of its own; of the parts each is somebody's.
    expect((await sent(0)) + (await sent(4))).toBeGreaterThanOrEqual(machineOf(genesis).parts.length + 2)
  } finally {
    await empty.close()
  }
})

test('L1 alone gives the genesis back', async () => {
  const { blockNumber, contracts, genesisRoot } = community.deployment
  const logged = await readGenesis(anvil.reader, contracts.rollup, { fromBlock: blockNumber, toBlock: blockNumber })
  const json = new TextDecoder().decode(logged!.json)
  expect(json).toBe(encodeGenesis(community.genesis))
  expect(decodeGenesis(json)).toEqual(community.genesis)
  expect(logged).toMatchObject({ hash: keccak256(logged!.json), root: genesisRoot, time: community.genesis.timestamp })
  expect(await readGenesis(anvil.reader, contracts.rollup, { fromBlock: 0n, toBlock: 0n })).toBeUndefined()
})

test('all code fits into its limits, and the deployment into one transaction', async () => {
  for (const contract of Object.values<Address>({ ...community.deployment.contracts })) {
    const code = await anvil.reader.getCode({ address: hexOfAddress(contract) })
    expect((code!.length - 2) / 2).toBeLessThan(CODE_LIMIT)
  }
  expect((rollupBytecode.length - 2) / 2).toBeLessThan(INITCODE_LIMIT)
  for (const { creation } of machineOf(community.genesis).parts) expect((creation.length - 2) / 2).toBeLessThan(INITCODE_LIMIT)
  const { status, gasUsed } = await anvil.reader.getTransactionReceipt({
    hash: `0x${Buffer.from(community.deployment.transactionHash).toString('hex')}`,
  })
  expect(status).toBe('success')
  expect(gasUsed).toBeLessThan(TRANSACTION_GAS_LIMIT)
})

test('the token on L1 is the genesis’s, by a place that follows from it and the code', async () => {
  const { contracts, bridgeCode, tokenCode } = community.deployment
  const token = { address: hexOfAddress(contracts.token), abi: communityTokenAbi } as const
  const read = <N extends 'name' | 'symbol' | 'decimals' | 'totalSupply'>(functionName: N) => anvil.reader.readContract({ ...token, functionName })
  expect([await read('name'), await read('symbol'), await read('decimals'), await read('totalSupply')]).toEqual(['Garden share', 'GRDN', 18, 0n])
  const machine = machineOf(community.genesis)
  expect([bridgeCode, tokenCode]).toEqual([machine.bridgeCode, machine.tokenCode])
  const renamed = machineOf({ ...community.genesis, tokenName: 'Gold' })
  expect(renamed.tokenCode).not.toBe(tokenCode)
  expect(renamed.bridgeCode).toBe(bridgeCode)
})

test('terms have defaults, and a configuration that could not work is refused', async () => {
  expect(await deploy({})).toMatchObject(DEFAULT_TERMS)
  const keys = { poster: addressOfWallet(anvil.wallet(1)), signer: addressOfWallet(anvil.wallet(1)), staker: addressOfWallet(anvil.wallet(1)) }
  const future = { ...community.genesis, timestamp: (await l1Time(anvil)) + 10_000n }
  await expectRevert(deploy({ genesis: future }), 'BadGenesis')
  await expectRevert(deploy({ terms: { window: 0n } }), 'BadWindow', [0n])
  await expectRevert(deploy({ terms: { window: 365n * 86_400n + 1n } }), 'BadWindow')
  for (const key of ['poster', 'signer', 'staker']) {
    await expectRevert(deploy({ sequencer: { ...keys, [key]: ZERO_ADDRESS } }), 'BadSequencer')
  }
})
