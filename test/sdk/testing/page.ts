import { createPublicClient, createWalletClient, http, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import {
  createLightClient, defineDistributeChain, deriveSecret, findSecret, keepSecret, publicActionsL2, walletActionsL2, webStorageStore, type Ballot, type WebStorage,
} from '@distribute/client'

/** What the test hands to the page. */
export interface PageTask {
  readonly l1: string
  readonly l2: string
  readonly rollup: string
  readonly key: Hex
}

/** What a member's page does: no Node anywhere. `storage` is the browser's. */
export async function run({ l1, l2, rollup, key }: PageTask, storage: WebStorage): Promise<string> {
  const account = privateKeyToAccount(key)
  const chain = defineDistributeChain({ rollup, rpcUrl: l2 })
  const client = createWalletClient({ account, chain, transport: http(), pollingInterval: 50 }).extend(publicActionsL2()).extend(walletActionsL2())
  const { events } = await client.waitForCall({ hash: await client.communityToken.donate({ value: 5n }) })
  const refused = await client.communityToken.donate({ value: 0n }).catch((error: unknown) => (error instanceof Error && 'advice' in error ? error.advice : 'not told'))
  const ballot: Ballot = { chainId: chain.id, project: 1n, task: 0n, voter: account.address, currency: 'tokens' }
  const secret = await deriveSecret(account, ballot, true)
  const store = webStorageStore(storage)
  await keepSecret(store, ballot, secret)
  const light = createLightClient({ l1: createPublicClient({ transport: http(l1) }), l2: createPublicClient({ chain, transport: http() }), chain })
  const { head, record } = await light.readRecord({ type: 'chain' }, { head: 'posted' })
  return JSON.stringify({
    words: events.map(({ words }) => words),
    refused,
    kept: (await findSecret(store, ballot, secret.secretHash))?.salt === secret.salt,
    head: head.kind,
    same: record?.number === head.number,
    hasNode: 'process' in globalThis || 'Buffer' in globalThis,
  })
}
