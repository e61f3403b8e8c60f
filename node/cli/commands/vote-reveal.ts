import { parseEventLogs, type Hex } from 'viem'
import { readContract } from 'viem/actions'
import { findOrDerive, secretOf, type Ballot, type BallotSecret } from '@distribute/client'
import { CURRENCIES, type Currency } from '@distribute/state-machine'
import { optionalText, type SettingValues } from '../../setting.ts'
import { callCommand } from '../call-command.ts'
import { failed, usage } from '../cli-error.ts'
import { isHash } from '../content-hash.ts'
import { voting } from '../contracts.ts'
import { CURRENCY_ARGUMENT, money, parseCurrency } from '../currency.ts'
import type { L2 } from '../l2.ts'
import { memberCall } from '../member-call.ts'
import { parseProject, parseTask, PROJECT_ARGUMENT, TASK_ARGUMENT } from '../parse-number.ts'
import { secretPath, secretsIn, tellingBroken } from '../secret-files.ts'
import { choiceText, parseChoice } from '../vote-choice.ts'

const settings = {
  choice: { ...optionalText('of a ballot that another program has committed', '<for|against>'), choices: ['for', 'against'] },
  salt: optionalText('of that ballot: 32 bytes in hex', '<hex>'),
} as const

export const voteReveal = callCommand({
  description: 'Reveals a ballot that you have committed, with the secret that this machine has kept, or made anew from your key.',
  arguments: [PROJECT_ARGUMENT, TASK_ARGUMENT, { ...CURRENCY_ARGUMENT, help: `${CURRENCY_ARGUMENT.help}; the ballot that is not revealed yet if left out`, optional: true }],
  settings,
  examples: [
    { line: 'distribute vote reveal 1 0 --account 5', does: 'with the secret that `vote commit` has kept' },
    { line: 'distribute vote reveal 1 0 tokens --choice for --salt 0x0101010101010101010101010101010101010101010101010101010101010101 --account 5', does: 'a ballot that another program has committed' },
  ],
  read: ([number, place, unit], given) => {
    const [project, task] = [parseProject(number), parseTask(place)]
    const named = unit === undefined ? undefined : parseCurrency(unit)
    const told = toldSecret(given)
    return async (l2) => {
      const ballots = await openBallots(l2, { project, task, named })
      const [first, second] = ballots
      if (first === undefined) throw failed(`you have no ballot to reveal on task ${task} of project ${project}`, 'see your ballots with `distribute me`')
      const { ballot, committed, amount } = first
      const { currency } = ballot
      const secret = told === undefined ? await keptSecret(l2, given.dataDir, ballot, committed) : secretOf(ballot, told.choice, told.salt)
      return {
        call: memberCall({ ...voting, name: 'reveal', args: [project, task, CURRENCIES[currency], secret.choice, secret.salt] }),
        will: `reveals ${money(amount, currency)} ${choiceText(secret.choice)} task ${task} of project ${project}`,
        done: ({ logs }) => {
          const revealed = parseEventLogs({ abi: voting.abi, eventName: 'Revealed', logs })[0]?.args
          return { line: `Revealed ${money(revealed?.amount ?? amount, currency)} ${choiceText(secret.choice)} task ${task} of project ${project}`, facts: { project, task, currency, choice: choiceText(secret.choice), amount } }
        },
        ...(second === undefined ? {} : { next: `Your ballot in ${second.ballot.currency} is still to be revealed: run it again.` }),
      }
    }
  },
})

function toldSecret({ choice, salt }: SettingValues<typeof settings>): { readonly choice: boolean; readonly salt: Hex } | undefined {
  if (choice === undefined && salt === undefined) return undefined
  if (choice === undefined || salt === undefined) throw usage('only one of --choice and --salt is given', 'give both')
  if (!isHash(salt)) throw usage('--salt is no salt', 'expected 0x and 64 hexadecimal digits')
  return { choice: parseChoice(choice, '--choice'), salt }
}

interface OpenBallot {
  readonly ballot: Ballot
  readonly committed: Hex
  readonly amount: bigint
}

/** The ballots of this account in a poll that are not revealed; of one currency, revealed or not, where it is named. */
async function openBallots({ reader, writer, chainId }: L2, { project, task, named }: { readonly project: bigint; readonly task: bigint; readonly named: Currency | undefined }): Promise<readonly OpenBallot[]> {
  const voter = writer.account.address
  const currencies: readonly Currency[] = named === undefined ? ['tokens', 'reputation'] : [named]
  const found = await Promise.all(currencies.map(async (currency) => {
    const [committed, amount, revealed] = await readContract(reader, { ...voting, functionName: 'ballotOf', args: [project, task, voter, CURRENCIES[currency]] })
    return { ballot: { chainId, project, task, voter, currency }, committed, amount, revealed }
  }))
  return found.filter(({ amount, revealed }) => amount > 0n && (named !== undefined || !revealed))
}

/** From its file, or else derived from the key with each choice. Throws CliError where neither is what was committed. */
async function keptSecret({ writer }: L2, dataDir: string, ballot: Ballot, committed: Hex): Promise<BallotSecret> {
  const found = await tellingBroken(dataDir, ballot, findOrDerive(writer.account, secretsIn(dataDir), { ballot, committed }))
  if (found !== undefined) return found
  throw failed(
    `the secret of this ballot is not in ${secretPath(dataDir, ballot)}, and your key does not make it anew: it was committed by another program`,
    'look for it where you have voted (another --data-dir?) and give --choice and --salt; without the secret the ballot cannot be revealed and does not count, but what it locks comes back after the poll',
  )
}
