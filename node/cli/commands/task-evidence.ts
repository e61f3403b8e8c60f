import { parseEventLogs } from 'viem'
import { optionalText } from '../../setting.ts'
import { callCommand } from '../call-command.ts'
import { contentHash } from '../content-hash.ts'
import { projects } from '../contracts.ts'
import { money } from '../currency.ts'
import { memberCall } from '../member-call.ts'
import { parseProject, parseTask, PROJECT_ARGUMENT, TASK_ARGUMENT } from '../parse-number.ts'

export const taskEvidence = callCommand({
  description: 'Submits the evidence that a task you have claimed is done. Once a task: it cannot be replaced.',
  arguments: [PROJECT_ARGUMENT, TASK_ARGUMENT, { name: 'evidence', help: 'a file, of which the keccak256 is kept, or a hash' }],
  settings: { uri: optionalText('where the evidence can be seen, at most 256 bytes', '<uri>') },
  examples: [{ line: 'distribute task evidence 1 0 photo.jpg --uri https://coop.example/photo.jpg --account 3', does: 'of a file that validators can look at' }],
  read: async ([number, place, evidence], { uri }) => {
    const [id, index] = [parseProject(number), parseTask(place)]
    const hash = await contentHash(evidence ?? '', 'the evidence')
    return () => ({
      call: memberCall({ ...projects, name: 'submitEvidence', args: [id, index, hash, uri ?? ''] }),
      will: `submits the evidence ${hash} for task ${index} of project ${id}`,
      done: ({ logs }) => {
        const stake = parseEventLogs({ abi: projects.abi, eventName: 'EvidenceSubmitted', logs })[0]?.args.validationStake ?? 0n
        return { line: `Submitted evidence for task ${index} of project ${id}; validators stake ${money(stake, 'tokens')} each`, facts: { project: id, task: index, evidenceHash: hash, validationStake: stake } }
      },
      next: 'Keep the file: validators compare its hash.',
    })
  },
})
