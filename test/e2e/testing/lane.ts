import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPublicClient, createWalletClient, http, type Hex } from 'viem'
import { mnemonicToAccount, type HDAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { Address, toHex } from '@distribute/state-machine'
import { depositCall, depositStakeCall, takeoverCall, readRollupFacts, submit, type L1Call, type RollupFacts } from '@distribute/bridge-contracts'
import { freePort } from '../../free-port.ts'
import { eventually, PROGRAM, rpc } from './devnet.ts'
import { distributeJsonOften, startProgram, untilAnswers, type RunningNode } from './program.ts'

const MNEMONIC = 'test test test test test test test test test test test junk'
const ETHER = 10n ** 18n

export const accountAt = (place: number): HDAccount => mnemonicToAccount(MNEMONIC, { addressIndex: place })
export const addressAt = (place: number): Address => Address(accountAt(place).address)
export const keyAt = (place: number): Hex => toHex(accountAt(place).getHdKey().privateKey ?? new Uint8Array(32))

export const clientsAt = (l1: string, place: number) => {
  const common = { chain: foundry, transport: http(l1), pollingInterval: 100, cacheTime: 0 } as const
  return { reader: createPublicClient(common), writer: createWalletClient({ ...common, account: accountAt(place) }) }
}

/** A community whose sequencer is patched, and an ordinary replica of it that convicts. */
export interface Lane {
  readonly l1: string
  readonly chainId: number
  readonly facts: RollupFacts
  readonly lieFile: string
  readonly directory: string
  readonly prover: Address
  /** The sequencer of this term. Both with the end of what they have written. */
  liar(): RunningNode & { written(): string }
  readonly replica: RunningNode & { written(): string }
  /** Sends from an account and waits until L1 has it. */
  send(place: number, call: L1Call): Promise<void>
  /** A takeover by the account of `staker`, who stakes and signs: a signing key serves in one term. */
  takeOver(staker: number): Promise<void>
  stop(): Promise<void>
}

export interface LaneOptions {
  readonly l1: string
  readonly root: string
  /** Challenge window in seconds. */
  readonly window: number
  /** anvil accounts that deploy and prove. */
  readonly deployer: number
  readonly prover: number
  /** Who have ether on the chain. */
  readonly members: readonly number[]
  /** Who have a stake, and may take over one after the other. */
  readonly stakers: readonly number[]
}

const start = async (directory: string, l1: string, flags: readonly string[], env: Readonly<Record<string, string>>, patch: readonly string[] = []) => {
  const port = await freePort()
  const place = ['--data-dir', directory, '--l1-url', l1, '--l1-poll-ms', '150', '--rpc-port', String(port), '--metrics-port', '0']
  const program = startProgram(process.execPath, [...patch, PROGRAM, 'node', ...place, ...flags], { env: { ...process.env, ...env } })
  const url = `http://127.0.0.1:${port}`
  await untilAnswers(url, program)
  return { ...program, url }
}

export interface Made {
  readonly first: string
  readonly chainId: number
  readonly rollup: Address
}

/** One after the other: two deployments at once would make the same machine. */
export const makeCommunity = async ({ l1, root, window, deployer }: LaneOptions): Promise<Made> => {
  const first = join(root, 'first')
  await mkdir(root)
  const { chainId } = await distributeJsonOften<{ chainId: string }>('init', '--data-dir', first, '--name', 'Lies', '--insecure-plain', '--param', 'creditsPerEther=10000000000,poolMemory=0')
  const { contracts } = await distributeJsonOften<{ contracts: { rollup: string } }>('deploy', '--data-dir', first, '--l1-url', l1, '--account', String(deployer), '--window', String(window))
  return { first, chainId: Number(chainId), rollup: Address(contracts.rollup) }
}

export const startLane = async ({ first, chainId, rollup }: Made, { l1, root, deployer, prover, members, stakers }: LaneOptions): Promise<Lane> => {
  const [second, lieFile] = [join(root, 'second'), join(root, 'lie')]
  const { reader } = clientsAt(l1, prover)
  const facts = await readRollupFacts(reader, rollup)
  await mkdir(second)
  for (const file of ['genesis.json', 'rollup.json']) await copyFile(join(first, file), join(second, file))
  const patch = ['--import', fileURLToPath(new URL('lying-sequencer.mjs', import.meta.url))]
  const lie = (keys: Readonly<Record<string, string>>) =>
    start(first, l1, ['--role', 'sequencer', '--block-time-ms', '50', '--batch-interval-ms', '1000'], { LIE_FILE: lieFile, ...keys }, patch)
  let liar = await lie({})
  const replica = await start(second, l1, ['--prover', '--stake'], { DISTRIBUTE_PROVER_KEY: keyAt(prover) })
  const send = async (place: number, call: L1Call): Promise<void> => {
    const hash = await submit(clientsAt(l1, place).writer, call)
    await reader.waitForTransactionReceipt({ hash })
  }
  for (const member of members) await send(deployer, depositCall(facts.contracts.inbox, { to: addressAt(member), value: 20n * ETHER }))
  for (const staker of stakers) await rpc(l1, 'anvil_setBalance', [addressAt(staker), toHexNumber(100n * ETHER)])
  await Promise.all(stakers.map((staker) => send(staker, depositStakeCall(facts.contracts.stakes, { staker: addressAt(staker), amount: facts.requiredStake }))))
  const hasEther = async (member: number): Promise<boolean> => BigInt(await rpc<Hex>(liar.url, 'eth_getBalance', [addressAt(member), 'latest'])) > 0n
  await eventually('the first deposits', 30, async () => (await Promise.all(members.map(hasEther))).every(Boolean))
  return {
    l1, chainId, facts, lieFile, directory: second, prover: addressAt(prover), liar: () => liar, replica, send,
    async takeOver(staker) {
      await liar.stop()
      await send(staker, takeoverCall(rollup, { poster: facts.sequencer.poster, signer: addressAt(staker), staker: addressAt(staker) }))
      liar = await lie({ DISTRIBUTE_SIGNING_KEY: keyAt(staker) })
    },
    stop: async () => void (await Promise.all([liar.stop(), replica.stop()])),
  }
}

export const toHexNumber = (value: bigint): Hex => `0x${value.toString(16)}`
