import { readContract } from 'viem/actions'
import { deriveSecret, keepSecret } from '@distribute/client'
import { CURRENCIES } from '@distribute/state-machine'
import { parseAmountOr } from '../amounts.ts'
import { callCommand } from '../call-command.ts'
import { projects, voting } from '../contracts.ts'
import { CURRENCY_ARGUMENT, money, parseCurrency } from '../currency.ts'
import { formatTime } from '../durations.ts'
import { memberCall } from '../member-call.ts'
import { parseProject, parseTask, PROJECT_ARGUMENT, TASK_ARGUMENT } from '../parse-number.ts'
import { secretPath, secretsIn, tellingBroken } from '../secret-files.ts'
import { choiceText, parseChoice } from '../vote-choice.ts'

export const voteCommit = callCommand({
  description: 'Commits a ballot on a disputed task. The choice stays secret: what opens it is kept in secrets/ in the data directory before anything is sent, and has to be revealed in the reveal period. A second commit replaces the first. The salt is the keccak256 of your EIP-712 signature over BallotSalt(uint256 project,uint256 task,uint8 currency,bool choice), so that your key can make it anew.',
  arguments: [PROJECT_ARGUMENT, TASK_ARGUMENT, { name: 'choice', help: 'for (it was done) or against', choices: ['for', 'against'] }, { name: 'amount', help: 'of your voting rights, such as 1.5, or all' }, CURRENCY_ARGUMENT],
  settings: {},
  examples: [{ line: 'distribute vote commit 1 0 for all reputation --account 5', does: 'with all rights in reputation' }],
  read: ([number, place, side, text, unit], { dataDir }) => {
    const [project, task] = [parseProject(number), parseTask(place)]
    const [choice, asked, currency] = [parseChoice(side, 'the choice'), parseAmountOr('all', text, 'the amount'), parseCurrency(unit)]
    return async ({ reader, writer: { account }, chainId }) => {
      const [amount, commitEnd] = await Promise.all([
        asked ?? readContract(reader, { ...voting, functionName: 'rightsOf', args: [account.address, CURRENCIES[currency]] }).then(([rights]) => rights),
        // Said for convenience: without an answer the ballot is none the worse.
        readContract(reader, { ...projects, functionName: 'projectOf', args: [project] }).then((found) => found.commitEnd, () => undefined),
      ])
      const ballot = { chainId, project, task, voter: account.address, currency }
      const secret = await deriveSecret(account, ballot, choice)
      const path = secretPath(dataDir, ballot)
      return {
        call: memberCall({ ...voting, name: 'commit', args: [project, task, CURRENCIES[currency], secret.secretHash, amount] }),
        will: `votes ${choiceText(choice)} task ${task} of project ${project} with ${money(amount, currency)}, in secret`,
        keep: () => tellingBroken(dataDir, ballot, keepSecret(secretsIn(dataDir), ballot, secret)),
        done: () => ({ line: `Committed ${money(amount, currency)} on task ${task} of project ${project}; the secret is in ${path}`, facts: { project, task, currency, amount, secretHash: secret.secretHash, secretFile: path, revealFrom: commitEnd ?? null } }),
        next: `It counts only if it is revealed: \`distribute vote reveal ${project} ${task}\`, ${commitEnd === undefined ? 'once the commit period is over' : `from ${formatTime(commitEnd)}`}.`,
      }
    }
  },
})
