/** Every method of the public specification (ethereum/execution-apis) that a client of a chain can call: '' where it is answered in the specified shape, else why there is none here. */
export const SPECIFIED: Readonly<Record<string, string>> = {
  eth_accounts: '', eth_baseFee: '', eth_blobBaseFee: '', eth_blockNumber: '', eth_call: '', eth_capabilities: '', eth_chainId: '', eth_coinbase: '',
  eth_config: 'there are no forks: a community\'s rules never change',
  eth_createAccessList: '', eth_estimateGas: '', eth_feeHistory: '', eth_fillTransaction: '', eth_gasPrice: '', eth_getBalance: '',
  eth_getBlockAccessList: 'blocks carry no access lists (EIP-7928): nothing here has slots',
  eth_getBlockByHash: '', eth_getBlockByNumber: '', eth_getBlockReceipts: '', eth_getBlockTransactionCountByHash: '', eth_getBlockTransactionCountByNumber: '',
  eth_getCode: '', eth_getFilterChanges: '', eth_getFilterLogs: '', eth_getLogs: '',
  eth_getProof: 'the state is no Merkle-Patricia trie: it answers -32004 and names rollup_getProof',
  eth_getStorageAt: '', eth_getStorageValues: '', eth_getTransactionByBlockHashAndIndex: '', eth_getTransactionByBlockNumberAndIndex: '',
  eth_getTransactionByHash: '', eth_getTransactionCount: '', eth_getTransactionReceipt: '', eth_maxPriorityFeePerGas: '', eth_newBlockFilter: '',
  eth_newFilter: '', eth_newPendingTransactionFilter: '', eth_sendRawTransaction: '',
  eth_sendTransaction: 'the node holds no member\'s key: wallets sign',
  eth_sign: 'the node holds no member\'s key: wallets sign',
  eth_signTransaction: 'the node holds no member\'s key: wallets sign',
  eth_simulateV1: '', eth_syncing: '', eth_uninstallFilter: '', net_version: '', txpool_content: '', txpool_contentFrom: '', txpool_status: '',
}

/** What is answered beside it, and what for. */
export const BEYOND: Readonly<Record<string, string>> = {
  net_listening: 'true', net_peerCount: '0x0: nodes meet on L1', rpc_modules: 'the namespaces', web3_clientVersion: 'name and version', web3_sha3: 'keccak-256',
  eth_subscribe: 'over WebSocket: newHeads, logs, newPendingTransactions', eth_unsubscribe: 'ends a subscription',
  eth_sendRawTransactionSync: 'sends, and answers the receipt (EIP-7966)', eth_getRawTransactionByHash: 'the signed bytes',
  eth_getRawTransactionByBlockHashAndIndex: 'the signed bytes', eth_getRawTransactionByBlockNumberAndIndex: 'the signed bytes',
  eth_getTransactionBySenderAndNonce: 'an included transaction', eth_getHeaderByNumber: 'a block without its transactions', eth_getHeaderByHash: 'a block without its transactions',
  eth_getUncleCountByBlockHash: '0x0', eth_getUncleCountByBlockNumber: '0x0', eth_getUncleByBlockHashAndIndex: 'null', eth_getUncleByBlockNumberAndIndex: 'null',
  txpool_inspect: 'the pool in words', erigon_getHeaderByNumber: 'for Otterscan\'s probe', erigon_getHeaderByHash: 'the same by hash',
  ots_getApiLevel: '8', ots_getBlockDetails: 'a block and what it paid', ots_getBlockDetailsByHash: 'the same by hash', ots_getBlockTransactions: 'a page of a block, from its end',
  ots_getContractCreator: 'null: nobody creates contracts', ots_getInternalOperations: 'none: no call makes another', ots_getTransactionBySenderAndNonce: 'a hash',
  ots_getTransactionError: 'the revert data of a failed transaction', ots_hasCode: 'true for system contracts and Multicall3', ots_searchTransactionsBefore: 'the history of an account, backwards',
  ots_searchTransactionsAfter: 'the same, forwards', ots_traceTransaction: 'the one call that a transaction is',
  evm_increaseTime: 'on a devnet', evm_mine: 'on a devnet', evm_snapshot: 'on a devnet', evm_revert: 'on a devnet',
}
