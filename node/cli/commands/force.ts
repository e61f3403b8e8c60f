import { FORCED_SETTINGS } from '../call-plan.ts'
import { usage } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'

/** `main` puts the forced form of each command below it: this is what is left where none of them is named. */
export const force: CommandSpec = {
  description:
    'Sends any member command through the inbox of L1, where no sequencer can leave it out: it is read within the inbox delay (12 h; devnet 30 s), and the chain’s time waits for it. The call is signed as ever; who signs, or another, pays L1’s gas and a small fee. Where no node answers, everything that would be looked up is given by flags: --nonce, and --data-dir of the community or --rollup and --chain-id.',
  arguments: [{ name: 'call', help: 'a member command that sends a call, with its own arguments and options: transfer, withdraw, vote commit, …', rest: true }],
  settings: FORCED_SETTINGS,
  examples: [
    { line: 'distribute force withdraw 1 --account 0', does: 'on a devnet: leaves with 1 ether, whatever the sequencer wants' },
    { line: 'distribute force vote commit 1 0 for all reputation --account 5 --payer-account 2', does: 'a ballot that cannot be kept out; another account pays on L1' },
    { line: 'distribute force send 1 0x70997970c51812dc3a010c7d01b50e0d17dc79c8 --key-file my-key.json --l1-url https://l1.example --data-dir ./coop --nonce 7', does: 'while no node answers' },
  ],
  run: async (_context, [name]) => {
    throw usage(`${name ?? 'this'} is no command that can be forced`, 'see them all with `distribute force --help`')
  },
}
