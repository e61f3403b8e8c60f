import type { DevnetInfo } from './devnet-info.ts'
import { MEMBER_SETTINGS } from '../cli/member-settings.ts'
import { DEVNET_MNEMONIC } from './accounts.ts'

/** What is where, and how to begin: for people. */
export function banner(info: DevnetInfo): readonly string[] {
  const [first, second] = info.accounts
  const facts: readonly (readonly [string, string])[] = [
    ['L1', `${info.l1}  (anvil, chain id ${info.l1ChainId})`],
    ['L2', `${info.l2}  and ${info.ws}  (chain id ${info.chainId})`],
    ...(info.dashboard === null ? [] : [['Page', `${info.dashboard}  (open it in a browser: the members’ page)`]] as const),
    ['Replica', info.replica ?? 'none'],
    ['Metrics', `${info.metrics}/metrics  /livez  /readyz`],
    ['Data', info.dataDir],
    ['Inbox', info.contracts.inbox],
    ['Rollup', info.contracts.rollup],
    ['Bridge', info.contracts.bridge],
    ['Stakes', info.contracts.stakes],
    ['Token', info.contracts.token],
    ['Registrar', `${info.registrar.address}  ${info.registrar.privateKey}`],
  ]
  return [
    '',
    'A community of one machine is ready. Ctrl-C stops it; the next start goes on here.',
    '',
    ...facts.map(([name, value]) => `  ${name.padEnd(10)} ${value}`),
    '',
    '  Accounts, with 100 ETH each here and the rest of 10,000 on L1; everybody knows these keys:',
    ...info.accounts.map(({ address, privateKey }, index) => `  (${index}) ${address}  ${privateKey}`),
    `  Mnemonic   ${DEVNET_MNEMONIC}`,
    '',
    '  A first transaction: buy a community token from the pool',
    `    npx distribute mint 1 --account 0${info.l2 === MEMBER_SETTINGS.l2Url.fallback ? '' : ` --l2-url ${info.l2}`}`,
    `    npx cast send 0xd157000000000000000000000000000000000001 'mint(uint256)' 1000000000000000000 --value 0.001ether \\`,
    `      --rpc-url ${info.l2} --private-key ${first?.privateKey ?? ''}`,
    '  and with viem:',
    `    const chain = defineChain({ id: ${info.chainId}, name: 'Devnet', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },`,
    `      rpcUrls: { default: { http: ['${info.l2}'], webSocket: ['${info.ws}'] } } })`,
    `    await createWalletClient({ account: privateKeyToAccount('${first?.privateKey ?? ''}'), chain, transport: http() })`,
    `      .sendTransaction({ to: '${second?.address ?? ''}', value: parseEther('1') })`,
    '',
  ]
}
