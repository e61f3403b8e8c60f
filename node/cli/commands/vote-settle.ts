import { CURRENCIES } from '@distribute/state-machine'
import { callCommand } from '../call-command.ts'
import { voting } from '../contracts.ts'
import { CURRENCY_ARGUMENT, parseCurrency } from '../currency.ts'
import { hexAddress } from '../hex-address.ts'
import { memberCall } from '../member-call.ts'
import { parseAddress } from '../parse-address.ts'
import { parseProject, parseTask, PROJECT_ARGUMENT, TASK_ARGUMENT } from '../parse-number.ts'

export const voteSettle = callCommand({
  description: 'Frees the rights that a ballot of an ended poll holds. Anybody may; the sequencer does it by itself.',
  arguments: [PROJECT_ARGUMENT, TASK_ARGUMENT, CURRENCY_ARGUMENT, { name: 'voter', help: 'whose ballot; your own if left out', optional: true }],
  settings: {},
  examples: [{ line: 'distribute vote settle 1 0 reputation --account 5', does: 'your own ballot' }],
  read: ([number, place, unit, whose]) => {
    const [project, task, currency] = [parseProject(number), parseTask(place), parseCurrency(unit)]
    const given = whose === undefined ? undefined : hexAddress(parseAddress(whose, 'the voter'))
    return ({ writer }) => {
      const voter = given ?? writer.account.address
      return {
        call: memberCall({ ...voting, name: 'settleBallot', args: [project, task, voter, CURRENCIES[currency]] }),
        will: `frees the rights that the ballot of ${voter} on task ${task} of project ${project} holds`,
        done: () => ({ line: `Settled the ballot of ${voter} on task ${task} of project ${project}`, facts: { project, task, currency, voter } }),
      }
    }
  },
})
