import { ApprovalController } from '@metamask/approval-controller'
import { GasFeeController } from '@metamask/gas-fee-controller'
import { Messenger } from '@metamask/messenger'
import { NetworkController } from '@metamask/network-controller'
import { TransactionController } from '@metamask/transaction-controller'
import type { TransactionMeta, TransactionParams } from '@metamask/transaction-controller'
import type { Hex } from 'viem'
import { CHAIN_ID } from './node.ts'

export const CHAIN = `0x${CHAIN_ID.toString(16)}` as const
/** By which MetaMask knows a network that its user has added. */
export const NETWORK = 'harbour'
const NOWHERE = 'http://127.0.0.1:1/<chain_id>'
const POLL_MS = 50

type NetworkMessenger = ConstructorParameters<typeof NetworkController>[0]['messenger']

/** MetaMask's network controller, from npm, on a network that its user added by hand. Close it with `destroy`. */
export async function startNetwork(url: string): Promise<{ readonly network: NetworkController; readonly messenger: NetworkMessenger }> {
  const messenger: NetworkMessenger = new Messenger({ namespace: 'NetworkController' })
  const endpoint = { type: 'custom', url, networkClientId: NETWORK } as never
  const configuration = { chainId: CHAIN, name: 'Harbour', nativeCurrency: 'ETH', blockExplorerUrls: [], defaultRpcEndpointIndex: 0, rpcEndpoints: [endpoint] }
  const network = new NetworkController({
    messenger,
    infuraProjectId: '0'.repeat(32),
    getRpcServiceOptions: () => ({ fetch, btoa }),
    getBlockTrackerOptions: () => ({ pollingInterval: POLL_MS }),
    state: { selectedNetworkClientId: NETWORK, networkConfigurationsByChainId: { [CHAIN]: configuration }, networksMetadata: {} },
  })
  await network.initializeProvider()
  await network.lookupNetwork()
  return { network, messenger }
}

/** What its network controller gives to all others. */
export const partsOf = (network: NetworkController) => {
  const { provider, blockTracker } = network.getProviderAndBlockTracker()
  if (provider === undefined || blockTracker === undefined) throw new TypeError('MetaMask has no provider')
  return { provider, blockTracker }
}

/** MetaMask's fees without MetaMask's servers. */
export const createFees = (network: NetworkController): GasFeeController =>
  new GasFeeController({
    messenger: new Messenger({ namespace: 'GasFeeController' }),
    getProvider: () => partsOf(network).provider,
    getCurrentNetworkEIP1559Compatibility: () => network.getEIP1559Compatibility().then(Boolean),
    getCurrentAccountEIP1559Compatibility: () => true,
    getCurrentNetworkLegacyGasAPICompatibility: () => false,
    getChainId: () => CHAIN,
    onNetworkDidChange: () => undefined,
    EIP1559APIEndpoint: NOWHERE,
    legacyAPIEndpoint: NOWHERE,
    clientId: 'distribute',
  })

/** An account of a keyring. */
export interface KeyringAccount {
  readonly address: Hex
  readonly sign: (parameters: { readonly hash: Hex }) => Promise<Hex>
}

/** What the user is asked. */
export interface Offer {
  readonly meta: TransactionMeta
  /** Resolves with the hash, or rejects with what the user is told. */
  accept(): Promise<string>
  decline(): Promise<void>
}

export interface Wallet {
  readonly transactions: TransactionController
  /** What the user sees before she agrees, in order. She agrees to all. */
  readonly asked: readonly TransactionMeta[]
  /** A page asks, and the user has not answered. */
  offer(params: TransactionParams): Promise<Offer>
  /** A page asks, the user agrees; resolves with the hash, or rejects with what the user is told. */
  send(params: TransactionParams): Promise<string>
  /** As it now stands in the list of the user's activity. */
  find(hash: string): TransactionMeta | undefined
  close(): void
}

/** The services that the transaction controller calls: the network is MetaMask's, an account list and flags are all else it needs. */
const connect = (network: NetworkMessenger, approvals: Messenger<'ApprovalController'>, accounts: readonly KeyringAccount[]) => {
  const messenger = new Messenger<'TransactionController', never>({ namespace: 'TransactionController' })
  const serve = (namespace: string, handlers: Readonly<Record<string, () => unknown>>): void => {
    const service = new Messenger<string, never>({ namespace })
    for (const [name, handler] of Object.entries(handlers)) service.registerActionHandler(`${namespace}:${name}` as never, handler as never)
    service.delegate({ messenger, actions: Object.keys(handlers).map((name) => `${namespace}:${name}`) } as never)
  }
  const known = Object.fromEntries(accounts.map(({ address }) => [address, { id: address, address, type: 'eip155:eoa' }]))
  serve('AccountsController', {
    getSelectedAccount: () => known[accounts[0]?.address ?? ''],
    getState: () => ({ internalAccounts: { accounts: known, selectedAccount: accounts[0]?.address } }),
  })
  serve('RemoteFeatureFlagController', {
    getState: () => ({ cacheTimestamp: 0, remoteFeatureFlags: { confirmations_transactions: { acceleratedPolling: { defaultIntervalMs: POLL_MS } } } }),
  })
  network.delegate({ messenger, actions: ['NetworkController:getNetworkClientById', 'NetworkController:findNetworkClientIdByChainId'], events: ['NetworkController:stateChange'] } as never)
  approvals.delegate({ messenger, actions: ['ApprovalController:addRequest'] } as never)
  return messenger
}

/** MetaMask's transaction controller, from npm, with its own approvals, network and fees; the keys are the caller's. */
export function createWallet({ network, messenger }: Awaited<ReturnType<typeof startNetwork>>, accounts: readonly KeyringAccount[]): Wallet {
  const asked: TransactionMeta[] = []
  const approvalMessenger = new Messenger<'ApprovalController', never>({ namespace: 'ApprovalController' })
  // As in MetaMask: transactions may wait for their user beside each other.
  const approvals = new ApprovalController({ messenger: approvalMessenger, showApprovalRequest: () => undefined, typesExcludedFromRateLimiting: ['transaction'] })
  const fees = createFees(network)
  const transactions = new TransactionController({
    messenger: connect(messenger, approvalMessenger, accounts) as never,
    disableHistory: true,
    disableSendFlowHistory: true,
    disableSwaps: true,
    transactionHistoryLimit: 40,
    getCurrentNetworkEIP1559Compatibility: () => network.getEIP1559Compatibility().then(Boolean),
    getGasFeeEstimates: () => fees.fetchGasFeeEstimates(),
    getNetworkClientRegistry: () => network.getNetworkClientRegistry(),
    getNetworkState: () => network.state,
    // Servers of MetaMask's that know only the chains on its lists.
    isSimulationEnabled: () => false,
    isFirstTimeInteractionEnabled: () => false,
    hooks: {},
    async sign(transaction, from) {
      const account = accounts.find(({ address }) => address.toLowerCase() === from.toLowerCase())
      if (account === undefined) throw new TypeError(`the keyring has no key of ${from}`)
      const signature = await account.sign({ hash: `0x${Buffer.from(transaction.getHashedMessageToSign()).toString('hex')}` })
      const [r, s, v] = [signature.slice(2, 66), signature.slice(66, 130), signature.slice(130)].map((hex) => BigInt(`0x${hex}`))
      return transaction.addSignature(v ?? 0n, r ?? 0n, s ?? 0n, true)
    },
  })
  const offer = async (params: TransactionParams): Promise<Offer> => {
    const { result, transactionMeta: meta } = await transactions.addTransaction(params, { networkClientId: NETWORK })
    asked.push(structuredClone(meta))
    return {
      meta,
      async accept() {
        await approvals.accept(meta.id)
        return result
      },
      async decline() {
        approvals.reject(meta.id, new TypeError('declined'))
        await result.catch(() => undefined)
      },
    }
  }
  const find = (hash: string): TransactionMeta | undefined => transactions.state.transactions.find((each) => each.hash === hash)
  return {
    transactions,
    asked,
    find,
    offer,
    send: async (params) => (await offer(params)).accept(),
    close() {
      transactions.destroy()
      fees.destroy()
    },
  }
}
