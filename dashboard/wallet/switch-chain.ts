import { createWalletClient, custom, type Chain } from 'viem'
import { addChain, getChainId, switchChain } from 'viem/actions'
import type { Provider } from './browser-wallets.ts'

const UNKNOWN_CHAIN = 4902

const codeOf = (error: unknown): unknown => {
  for (let at = error; at instanceof Error; at = at.cause) if ('code' in at && at.code === UNKNOWN_CHAIN) return at.code
  return undefined
}

/** Puts the wallet on a chain, and tells it of the chain first where it has never heard of it (EIP-3085). Throws viem's errors. */
export async function onChain(provider: Provider, chain: Chain): Promise<void> {
  const client = createWalletClient({ transport: custom(provider, { retryCount: 0 }) })
  if ((await getChainId(client)) === chain.id) return
  try {
    await switchChain(client, { id: chain.id })
  } catch (error) {
    // Wallets on phones wrap their codes: what is not refused by the member may as well be a chain that is not known.
    if (codeOf(error) === undefined && !/unrecognized chain|4902|not been added/i.test(String(error))) throw error
    await addChain(client, { chain })
    if ((await getChainId(client)) !== chain.id) await switchChain(client, { id: chain.id })
  }
}
