import {
  amountSetting, choiceSetting, integerSetting, listSetting, optionalText, optionalUrl, optionalUrlList, portSetting, secretKeySetting, secretTextSetting, textSetting, toggleSetting,
  urlListSetting, type SettingValues,
} from './setting.ts'

const HOUR = 3_600_000

/** Every setting of a node: the only source of the flags, the variables, the file's keys and docs/configuration.md. */
export const NODE_SETTINGS = {
  role: choiceSetting('sequencer: orders transactions and posts batches; replica: re-executes all of it from L1', ['sequencer', 'replica'], { fallback: 'replica' }),
  dataDir: textSetting('directory of the community and of this node’s data', '<directory>', { fallback: './.distribute/community' }),
  config: optionalText('JSON file with settings by their keys', '<file>', { fallbackText: 'config.json in the data directory, if there is one' }),
  genesisFile: optionalText('the community’s genesis, as `init` wrote it', '<file>', { fallbackText: 'genesis.json in the data directory' }),
  rollupFile: optionalText('where the community lives on L1, as `deploy` wrote it', '<file>', { fallbackText: 'rollup.json in the data directory' }),

  l1Url: urlListSetting('JSON-RPC of L1; the next one is asked where one fails', { fallback: ['http://127.0.0.1:8545'] }),
  l1PollMs: integerSetting('how often L1 is asked for new blocks, in milliseconds', '<ms>', { min: 50, max: 600_000 }, { fallback: 4_000 }),

  da: choiceSetting('sequencer: how batches travel to L1: as calldata, in blobs, or by the price of the moment', ['calldata', 'blob', 'auto'], { fallback: 'calldata' }),
  l1BeaconUrl: optionalUrl('Beacon API of L1’s consensus layer: blobs that L1 still keeps are read there'),
  blobUrl: optionalUrlList('JSON-RPC of other nodes of the community: blobs that L1 keeps no more are read there'),

  rpcHost: textSetting('address that JSON-RPC listens on', '<host>', { fallback: '127.0.0.1' }),
  rpcPort: portSetting('port of JSON-RPC, HTTP and WebSocket', { fallback: 9_545 }),
  corsOrigins: listSetting('web origins that may ask, or *', '<origin,…>', { fallback: [] }),
  hosts: listSetting('Host headers that are answered, or *', '<host,…>', { fallback: ['localhost', '127.0.0.1', '[::1]'] }),
  rpcMaxConnections: integerSetting('HTTP connections to JSON-RPC at a time; one more is answered 503', '<count>', { min: 1, max: 1_000_000 }, { fallback: 1_000 }),
  rpcMaxWebsockets: integerSetting('WebSockets at a time; one more is closed with 1013', '<count>', { min: 0, max: 1_000_000 }, { fallback: 500 }),
  rpcRateLimit: integerSetting('requests a second that one address may make, those of a batch counted each; 0: as many as come. Behind a proxy all have one address', '<count>', { min: 0, max: 1_000_000 }, { fallback: 0 }),
  dashboard: toggleSetting('serve the members’ page at the address of JSON-RPC, to browsers', { fallback: true }),
  dashboardL1Url: optionalUrl('JSON-RPC of L1 that the members’ page proposes as theirs; each may enter another. It is told to everybody'),

  sequencerUrl: optionalUrl('a replica: where transactions that it is sent go, and whose promises it keeps and compares with L1'),

  metricsHost: textSetting('address that metrics and health checks listen on', '<host>', { fallback: '127.0.0.1' }),
  metricsPort: portSetting('port of /metrics, /livez and /readyz', { fallback: 7_300 }),

  blockTimeMs: integerSetting('sequencer: least time between blocks, in milliseconds; without work there is none', '<ms>', { min: 10, max: 60_000 }, { fallback: 250 }),
  batchIntervalMs: integerSetting('sequencer: how long work waits at most for its batch, in milliseconds', '<ms>', { min: 100, max: 24 * HOUR }, { fallback: 60_000 }),
  heartbeatMs: integerSetting('sequencer: a batch is posted at least so often, in milliseconds', '<ms>', { min: 1_000, max: 24 * HOUR }, { fallback: 12 * HOUR }),
  standby: toggleSetting('sequencer: its keys need not be the community’s yet; it follows the chain until a takeover gives them the place', { fallback: false }),

  promises: toggleSetting('a replica: fetch what its sequencer signs, keep it, and hold it to that', { fallback: true }),
  prover: toggleSetting('convict false claims and broken promises on L1 with the prover key, which pays for it and gets half of the stake', { fallback: false }),
  stake: toggleSetting('prover: after a conviction, post the right roots too and answer for them with the stake that the community asks for, out of the prover key', { fallback: false }),
  proverPatienceMs: integerSetting('prover: a transaction that L1 has not included after this long is sent again, dearer; in milliseconds', '<ms>', { min: 1_000, max: HOUR }, { fallback: 60_000 }),

  claimer: toggleSetting('have withdrawals that are final paid on L1, whosever they are, with the claimer key, which gets nothing for it', { fallback: false }),
  claimerBudget: amountSetting('claimer: ether a day, by L1’s clock, that it may spend on L1’s gas', { fallback: '0.01' }),

  registrarRelay: choiceSetting('register members who ask this node for it, with the registrar key, which then stands on this machine: nobody, those with an invitation, or whoever asks', ['nobody', 'invited', 'anybody'], { fallback: 'nobody' }),
  invitationsFile: optionalText('registrar relay: the invitations, one a line, each of 16 characters or more and good for one member; read anew for each', '<file>', { fallbackText: 'invitations in the data directory' }),
  registrarPerHour: integerSetting('registrar relay: members an hour that it admits at most', '<count>', { min: 1, max: 1_000_000 }, { fallback: 60 }),

  filesQuotaMb: integerSetting('MiB of members’ files (evidence, proposals) that this node keeps and serves at most; 0: it keeps none', '<MiB>', { min: 0, max: 1_000_000 }, { fallback: 1_024 }),
  fileMaxMb: integerSetting('MiB that one file may have', '<MiB>', { min: 1, max: 100 }, { fallback: 5 }),
  filesPerMemberMb: integerSetting('MiB of one member’s files that nothing on the chain names yet; what is not named within a day is dropped', '<MiB>', { min: 1, max: 100_000 }, { fallback: 25 }),

  archive: toggleSetting('keep the state of every block, not only of the window', { fallback: false }),
  devnet: toggleSetting('answer evm_increaseTime, evm_mine, evm_snapshot and evm_revert', { fallback: false }),

  postingKeyFile: optionalText('key that sends batches to L1: keystore or plain hex', '<file>', { fallbackText: 'keys/posting.json in the data directory' }),
  signingKeyFile: optionalText('key that signs block headers', '<file>', { fallbackText: 'keys/signing.json in the data directory' }),
  proverKeyFile: optionalText('prover: key that pays for proofs and owns what they earn', '<file>', { fallbackText: 'keys/prover.json in the data directory' }),
  claimerKeyFile: optionalText('claimer: key that pays for the claims', '<file>', { fallbackText: 'keys/claimer.json in the data directory' }),
  registrarKeyFile: optionalText('registrar relay: the registrar’s key', '<file>', { fallbackText: 'keys/registrar.json in the data directory' }),
  passwordFile: optionalText('password of the keystore files', '<file>', { fallbackText: 'keys/password in the data directory' }),
  password: secretTextSetting('that password itself'),
  postingKey: secretKeySetting('the posting key itself, instead of a file'),
  signingKey: secretKeySetting('the signing key itself, instead of a file'),
  proverKey: secretKeySetting('the prover key itself, instead of a file'),
  claimerKey: secretKeySetting('the claimer key itself, instead of a file'),
  registrarKey: secretKeySetting('the registrar’s key itself, instead of a file'),

  logLevel: choiceSetting('what is logged', ['trace', 'debug', 'info', 'warn', 'error', 'silent'], { fallback: 'info' }),
  logFormat: choiceSetting('pretty for people, json for machines; auto: pretty on a terminal', ['auto', 'pretty', 'json'], { fallback: 'auto' }),
} as const

export type NodeSettings = SettingValues<typeof NODE_SETTINGS>
