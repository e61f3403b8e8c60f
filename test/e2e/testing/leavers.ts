import { join } from 'node:path'
import { mnemonicToAccount } from 'viem/accounts'
import { eventually, PROGRAM } from './devnet.ts'
import { freePort } from '../../free-port.ts'
import { deedsAt, depositAll, entangle, type Beginning, type People } from './escrows.ts'
import { distributeJsonOften, startProgram, untilAnswers, type RunningNode } from './program.ts'

const UNIT = 10n ** 18n
export const MNEMONIC = 'test test test test test test test test test test test junk'
export const addressOf = (account: number): string => mnemonicToAccount(MNEMONIC, { addressIndex: account }).address.toLowerCase()

/** What `exit-kit use --take-over --json` prints when all is out. */
export interface Gone {
  readonly paid: readonly { readonly id: string; readonly to: string; readonly value: string }[]
  readonly held: readonly { readonly what: string; readonly why: string; readonly notBefore: string | null }[]
  readonly isSequencer: boolean
  readonly stake: { readonly amount: string; readonly lockedUntil: string }
}

export interface Leaver extends RunningNode {
  readonly account: number
  readonly directory: string
  written(): string
  /** What it printed so far; undefined until all is out. Throws where it ended without. */
  gone(): Gone | undefined
}

/** All that a member has: a file, an L1 URL, a key, and an empty directory. */
export const startLeaver = async (root: string, { account, l1 }: { readonly account: number; readonly l1: string }): Promise<Leaver> => {
  const directory = join(root, `leaver-${account}`)
  const port = await freePort()
  const flags = ['--data-dir', directory, '--l1-url', l1, '--account', String(account), '--insecure-plain', '--posting-funds', '0.5', '--json']
  const node = ['--l1-poll-ms', '150', '--rpc-port', String(port), '--metrics-port', '0', '--batch-interval-ms', '1000']
  const program = startProgram(process.execPath, [PROGRAM, 'exit-kit', 'use', join(root, `kit-${account}.json`), '--take-over', ...flags, ...node])
  const url = `http://127.0.0.1:${port}`
  await untilAnswers(url, program)
  const gone = (): Gone | undefined => {
    const line = program.written().split('\n').find((each) => each.startsWith('{"withdrawals"'))
    return line === undefined ? undefined : (JSON.parse(line) as Gone)
  }
  return { ...program, url, account, directory, gone }
}

export const untilGone = (leaver: Leaver, seconds: number): Promise<Gone> =>
  eventually(`account ${leaver.account} is out`, seconds, () => Promise.resolve(leaver.gone())).catch((cause: unknown) => {
    throw new Error(`account ${leaver.account} is not out: ${leaver.written()}`, { cause })
  })

/** Who leaves: one has tokens and no ether on the chain, one holds everything that can be held, one has a proposal open. */
export interface Leaving {
  readonly holder: number
  readonly her: number
  readonly proposer: number
}

/** What three members have, and their kits. `validation`: of the community's parameters, in seconds. */
export const settleIn = async (root: string, place: Beginning, { leaving, people, validation }: { readonly leaving: Leaving; readonly people: People; readonly validation: number }): Promise<void> => {
  const { holder, her, proposer } = leaving
  const { backer, worker, approver, rejecter } = people
  await depositAll(place, new Map([[her, 3n * UNIT], [proposer, 3n * UNIT], [backer, 30n * UNIT], ...[worker, approver, rejecter].map((account) => [account, UNIT] as const)]))
  await entangle(place, { her, proposer, people, validation })
  await deedsAt(place)(backer, 'token', 'transfer', [addressOf(holder), 1_000n * UNIT])
  const kits = [holder, her, proposer].map((account) => distributeJsonOften('exit-kit', addressOf(account), '--out', join(root, `kit-${account}.json`), '--l2-url', place.l2))
  await Promise.all(kits)
}
