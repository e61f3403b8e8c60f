import { resolve } from 'node:path'
import { Address } from '@distribute/state-machine'
import { writeWhole } from '../../files.ts'
import { optionalText, resolveSettings } from '../../setting.ts'
import type { CommandSpec } from '../command.ts'
import { encodeKit } from '../exit-kit-file.ts'
import { makeKit } from '../exit-kit-make.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'
import { WHOSE_ARGUMENT, whoseAccount } from '../whose.ts'

const settings = { ...MEMBER_SETTINGS, out: optionalText('where to write it', '<file>', { fallbackText: 'exit-kit-<account>.json here' }) } as const

export const exitKit: CommandSpec = {
  description: 'Writes one file with all that an account needs to leave with nobody running but L1: its withdrawals with proofs, and what is still inside with the steps to get it out. It holds no key and no secret. Make a new one after each withdrawal, and keep it away from this machine.',
  arguments: [WHOSE_ARGUMENT],
  settings,
  examples: [
    { line: 'distribute exit-kit --account 0', does: 'on a devnet, of its first account' },
    { line: 'distribute exit-kit 0x70997970c51812dc3a010c7d01b50e0d17dc79c8 --out ada.json --l2-url https://coop.example', does: 'anybody’s: nothing in it is secret' },
  ],
  run: async ({ output, ...sources }, [whose]) => {
    const given = resolveSettings(settings, sources)
    const account = await whoseAccount(whose, given)
    const kit = await makeKit(given.l2Url, Address(account))
    const path = resolve(given.out ?? `exit-kit-${account}.json`)
    await writeWhole(path, encodeKit(kit))
    const { withdrawals, waiting } = kit
    if (given.json) output.json({ file: path, withdrawals: withdrawals.map(({ id, value, tokens, readyAt }) => ({ id, value, tokens, readyAt })), waiting })
    else {
      output.line(`${path}: ${withdrawals.length} withdrawals that it can claim, ${waiting.length} that wait for their batch or roots`)
      if (waiting.length > 0) output.note('make a new kit once those have a batch: `distribute status <id>` says when')
    }
  },
}
