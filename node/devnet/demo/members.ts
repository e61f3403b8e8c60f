import { createWalletClient, http, keccak256, stringToHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { signTypedData, sendTransaction } from 'viem/actions'
import { calldataOf, depositCall } from '@distribute/bridge-contracts'
import { Address, systemAddress } from '@distribute/state-machine'
import { amount, NAMES, type Community } from './community.ts'
import type { Teller } from './teller.ts'

const ETHER = 10n ** 18n
const HOUR = 3_600n

const MEMBERSHIP = {
  Membership: [
    { name: 'member', type: 'address' },
    { name: 'identity', type: 'bytes32' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

/** The registrar admits everybody; nobody needs ether for it. */
const registerAll = async (community: Community): Promise<void> => {
  const { info } = community
  const registrar = createWalletClient({ account: privateKeyToAccount(info.registrar.privateKey), transport: http(info.l2) })
  const deadline = (await community.now()) + HOUR
  const domain = { name: 'Distribute', version: '1', chainId: info.chainId, verifyingContract: systemAddress('reputation') } as const
  for (const name of NAMES) {
    const member = community.person(name).account.address
    const identity = keccak256(stringToHex(`${name} of the demo`))
    const message = { member, identity, deadline }
    const signature = await signTypedData(registrar, { domain, types: MEMBERSHIP, primaryType: 'Membership', message })
    await community.rpc('distribute_register', [member, identity, `0x${deadline.toString(16)}`, signature])
  }
}

const depositOne = async (community: Community): Promise<void> => {
  const { account } = community.person('Ada')
  const before = await community.ether('Ada')
  const wallet = createWalletClient({ account, transport: http(community.info.l1) })
  const call = depositCall(Address(community.info.contracts.inbox), { to: Address(account.address), value: 5n * ETHER })
  await sendTransaction(wallet, { ...calldataOf(call), account, chain: null })
  await community.until('the deposit', async () => (await community.ether('Ada')) === before + 5n * ETHER)
}

const mint = async (community: Community, tell: Teller, name: (typeof NAMES)[number], tokens: bigint): Promise<void> => {
  const { address } = community.person(name).account
  const cost = BigInt(String(await community.read('token', 'mintCost', [address, tokens])))
  await community.send(name, 'token', 'mint', [tokens], cost + cost / 100n)
  tell.step(`${name} buys ${amount(tokens)} tokens for ${amount(cost)} ether`)
}

/** Deposits, registrations, mints, a gift: a community with a pool. */
export const gather = async (community: Community, tell: Teller): Promise<void> => {
  tell.chapter('A community gathers')
  await depositOne(community)
  tell.step('Ada brings 5 ether from L1 through the inbox')
  await registerAll(community)
  tell.step('the registrar admits all ten; each is given 10,000 reputation, and pays nothing')
  for (const name of ['Ada', 'Ben'] as const) await mint(community, tell, name, 10_000n * ETHER)
  for (const name of ['Fay', 'Gus', 'Hana', 'Ivo'] as const) await mint(community, tell, name, 3_000n * ETHER)
  await community.send('Joy', 'token', 'donate', [], 5n * ETHER)
  tell.step('Joy gives 5 ether to the pool')
  await tell.balances()
}
