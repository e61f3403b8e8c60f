import { parseEventLogs } from 'viem'
import { stageName } from '@distribute/client/words'
import { callCommand } from '../call-command.ts'
import { projects } from '../contracts.ts'
import { memberCall } from '../member-call.ts'
import { parseProject, PROJECT_ARGUMENT } from '../parse-number.ts'

export const advance = callCommand({
  description: 'Moves a project on to the stage that is due. Anybody may; the sequencer does it by itself.',
  arguments: [PROJECT_ARGUMENT],
  settings: {},
  examples: [{ line: 'distribute advance 1 --account 0', does: 'on a devnet, paid by its first account' }],
  read: ([number]) => {
    const id = parseProject(number)
    return () => ({
      call: memberCall({ ...projects, name: 'advance', args: [id] }),
      will: `moves project ${id} on`,
      done: ({ logs }) => {
        const stages = parseEventLogs({ abi: projects.abi, eventName: 'StageChanged', logs }).map(({ args }) => stageName(BigInt(args.stage)) ?? 'none')
        return { line: `Project ${id} is now ${stages.at(-1) ?? 'as it was'}`, facts: { project: id, stages } }
      },
    })
  },
})
