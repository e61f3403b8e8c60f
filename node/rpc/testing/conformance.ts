/** What the answers are asked about: a chain with blocks of every kind of transaction. */
export interface Subject {
  readonly member: string
  readonly other: string
  readonly token: string
  /** The newest block, and one whose transactions are all signed. */
  readonly blockHash: string
  readonly signedBlock: string
  /** A type 0, a type 2, a failed one. */
  readonly signed: readonly string[]
  /** A deposit, a registration without a sender. */
  readonly system: readonly string[]
  /** Of signed bytes that can be sent now. */
  readonly raw: () => Promise<string>
  readonly logFilter: string
  readonly blockFilter: string
  readonly pendingFilter: string
}

type Params = readonly unknown[]
const once: readonly Params[] = [[]]
const NOBODY = `0x${'00'.repeat(32)}`

/** By method of the public specification: with which arguments it is asked. */
export const REQUESTS: Readonly<Record<string, (subject: Subject) => readonly Params[] | Promise<readonly Params[]>>> = {
  eth_accounts: () => once, eth_baseFee: () => once, eth_blobBaseFee: () => once, eth_blockNumber: () => once, eth_capabilities: () => once, eth_chainId: () => once,
  eth_coinbase: () => once, eth_gasPrice: () => once, eth_maxPriorityFeePerGas: () => once, eth_syncing: () => once, net_version: () => once,
  eth_newBlockFilter: () => once, eth_newPendingTransactionFilter: () => once, txpool_status: () => once, txpool_content: () => once,
  txpool_contentFrom: ({ member, other }) => [[member], [other]],
  eth_call: (subject) => [[callOf(subject)], [callOf(subject), '0x1'], [callOf(subject), { blockHash: subject.blockHash }]],
  eth_estimateGas: (subject) => [[callOf(subject)], [callOf(subject), 'latest', { [subject.other]: { balance: '0x1' } }]],
  eth_createAccessList: (subject) => [[callOf(subject)]],
  eth_fillTransaction: (subject) => [[callOf(subject)], [{ ...callOf(subject), gasPrice: '0x2' }]],
  eth_simulateV1: (subject) => [
    [{ blockStateCalls: [{ calls: [callOf(subject), { from: subject.member, to: subject.token, input: '0x12345678' }] }] }],
    [{ blockStateCalls: [{ calls: [callOf(subject)] }, {}], returnFullTransactions: true, traceTransfers: true }, 'latest'],
  ],
  eth_feeHistory: () => [['0x3', 'latest', [20, 50]], ['0x1', 'latest', []]],
  eth_getBalance: ({ member }) => [[member, 'latest'], [member, '0x0']],
  eth_getTransactionCount: ({ member }) => [[member, 'latest'], [member, 'pending']],
  eth_getCode: ({ token, member }) => [[token, 'latest'], [member, 'latest']],
  eth_getStorageAt: ({ token }) => [[token, '0x0', 'latest']],
  eth_getStorageValues: ({ token }) => [[{ [token]: ['0x0', '0x1'] }, 'latest']],
  eth_getBlockByNumber: ({ signedBlock }) => [[signedBlock, true], ['latest', false], ['0x1', false], ['0x2', false], ['0x0', true], ['0x999', true], ['safe', false], ['finalized', false], ['earliest', false]],
  eth_getBlockByHash: ({ blockHash }) => [[blockHash, false], [NOBODY, true]],
  eth_getBlockReceipts: () => [['latest'], ['0x1'], ['0x2'], ['0x0'], ['0x999']],
  eth_getBlockTransactionCountByHash: ({ blockHash }) => [[blockHash], [NOBODY]],
  eth_getBlockTransactionCountByNumber: () => [['latest'], ['0x999']],
  eth_getTransactionByHash: ({ signed }) => [...signed.map((hash) => [hash]), [NOBODY]],
  eth_getTransactionByBlockHashAndIndex: ({ blockHash }) => [[blockHash, '0x99']],
  eth_getTransactionByBlockNumberAndIndex: ({ signedBlock }) => [[signedBlock, '0x0'], ['latest', '0x99']],
  eth_getTransactionReceipt: ({ signed, system }) => [...signed.map((hash) => [hash]), ...system.map((hash) => [hash]), [NOBODY]],
  eth_newFilter: () => [[{}], [{ fromBlock: '0x0', toBlock: 'latest', address: [], topics: [null, []] }]],
  eth_getLogs: () => [[{ fromBlock: '0x0', toBlock: 'latest' }], [{ fromBlock: 'latest' }]],
  eth_getFilterChanges: ({ logFilter, blockFilter, pendingFilter }) => [[logFilter], [blockFilter], [pendingFilter]],
  eth_getFilterLogs: ({ logFilter }) => [[logFilter]],
  eth_sendRawTransaction: async ({ raw }) => [[await raw()]],
  eth_uninstallFilter: ({ logFilter }) => [[logFilter], [logFilter]],
}

const callOf = ({ member, other }: Subject): object => ({ from: member, to: other, value: '0x1' })
