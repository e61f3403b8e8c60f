import { createWalletClient, encodeFunctionData, http, parseEther, publicActions, stringToHex, keccak256, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { publicActionsL2, readDistributeChain, systemContracts, walletActionsL2 } from '@distribute/client'
import type { DevnetLine } from '../../e2e/testing/devnet.ts'

const UNIT = 10n ** 18n
const HOUR = 3_600n

/** A signature of the registrar's for an account, good for an hour of the chain. */
export async function admit(devnet: DevnetLine, member: Hex): Promise<{ readonly member: Hex; readonly identity: Hex; readonly deadline: bigint; readonly signature: Hex }> {
  const chain = await readDistributeChain(devnet.l2)
  const client = createWalletClient({ account: privateKeyToAccount(devnet.registrar.privateKey), chain, transport: http(devnet.l2) }).extend(publicActions)
  const { timestamp } = await client.getBlock()
  const [identity, deadline] = [keccak256(stringToHex(`person ${member}`)), timestamp + HOUR * 24n]
  const signature = await client.account.signTypedData({
    domain: { name: 'Distribute', version: '1', chainId: chain.id, verifyingContract: systemContracts.reputation.address },
    types: { Membership: [{ name: 'member', type: 'address' }, { name: 'identity', type: 'bytes32' }, { name: 'deadline', type: 'uint256' }] },
    primaryType: 'Membership',
    message: { member, identity, deadline },
  })
  return { member, identity, deadline, signature }
}

const WORDS = [
  'A new roof for the boat shed\n\nThe old one leaks above the workbench. New felt on 40 m², done when it has rained once and nothing is wet.',
  'Repair the workshop’s band saw\n\nTwo bearings and a belt.',
  'Signs for the harbour path',
] as const

/** What screens are named by that only a run knows: written so in their paths. */
export interface Furnished {
  readonly '{tx}': Hex
  readonly '{failed}': Hex
  readonly '{account}': Hex
}

/** Sells more than there is, with gas that nobody was asked for: it stands in a block, and has failed. */
const failing = { to: systemContracts.token.address, data: encodeFunctionData({ abi: systemContracts.token.abi, functionName: 'burn', args: [10n ** 24n, 0n] }), gas: 100_000n }

/** A community that has begun: members, tokens, donations, projects. What the page has to show. */
export async function furnish(devnet: DevnetLine): Promise<Furnished> {
  const chain = await readDistributeChain(devnet.l2)
  const clientOf = (key: Hex) => createWalletClient({ account: privateKeyToAccount(key), chain, transport: http(devnet.l2), pollingInterval: 100 }).extend(publicActionsL2()).extend(walletActionsL2())
  const members = devnet.accounts.slice(0, 5).map(({ privateKey }) => clientOf(privateKey))
  const [first] = members
  if (first === undefined) throw new RangeError('a devnet has accounts')
  await first.waitForCall({ hash: await first.communityToken.donate({ value: parseEther('4') }) })
  for (const [i, member] of members.entries()) {
    await member.distribute.register(await admit(devnet, member.account.address))
    const amount = BigInt(2_000 + 700 * i) * UNIT
    const value = await member.communityToken.mintCost({ buyer: member.account.address, amount })
    await member.waitForCall({ hash: await member.communityToken.mint({ amount, value: value + value / 10n }) })
  }
  let proposed: Hex = '0x'
  for (const [i, member] of members.slice(0, 3).entries()) {
    const contentHash = await member.uploadFile({ bytes: new TextEncoder().encode(WORDS[i] ?? '') })
    proposed = await member.projects.propose({ cost: parseEther(['0.4', '0.15', '0.05'][i] ?? '0.1'), stakingPeriod: 86_400n * 7n, collateralIn: 'tokens', contentHash, uri: '' })
    await member.waitForCall({ hash: proposed })
  }
  const failed = await first.sendTransaction(failing)
  await first.waitForCall({ hash: failed }).catch(() => undefined)
  return { '{tx}': proposed, '{failed}': failed, '{account}': first.account.address }
}
