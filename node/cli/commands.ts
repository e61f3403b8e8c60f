import type { CommandSpec } from './command.ts'

export interface CommandEntry {
  readonly summary: string
  readonly group: 'Try it' | 'Operators' | 'Members'
  /** It sends a call, which `force` sends through L1. */
  readonly forced?: true
  /** Loaded only when it is asked for: nobody should wait for what he does not use. */
  readonly load: () => Promise<CommandSpec>
}

/** Every command, in the order of the help. Of a name of two words the first is a group. */
export const COMMANDS: { readonly [name: string]: CommandEntry } = {
  devnet: { group: 'Try it', summary: 'a whole community on this machine: L1, contracts, sequencer, replica, accounts', load: async () => (await import('./commands/devnet.ts')).devnet },
  completion: { group: 'Try it', summary: 'what a shell needs to complete commands and options', load: async () => (await import('./commands/completion.ts')).completion },
  init: { group: 'Operators', summary: 'write the genesis and the keys of a new community', load: async () => (await import('./commands/init.ts')).init },
  deploy: { group: 'Operators', summary: 'put the community’s contracts onto L1 and pay the stake', load: async () => (await import('./commands/deploy.ts')).deployCommand },
  join: { group: 'Operators', summary: 'fetch a community’s genesis from L1, to run a node of it', load: async () => (await import('./commands/join.ts')).join },
  node: { group: 'Operators', summary: 'run a sequencer or a replica', load: async () => (await import('./commands/node.ts')).node },
  takeover: { group: 'Operators', summary: 'take the place of a sequencer that is silent, convicted, or leaving', load: async () => (await import('./commands/takeover.ts')).takeover },
  'hand-over': { group: 'Operators', summary: 'offer the sequencer’s place to others', load: async () => (await import('./commands/hand-over.ts')).handOver },
  leave: { group: 'Operators', summary: 'take the stake back', load: async () => (await import('./commands/leave.ts')).leave },
  status: { group: 'Operators', summary: 'heads, batches and L1, as a running node sees them', load: async () => (await import('./commands/status.ts')).status },
  doctor: { group: 'Operators', summary: 'whether a node would run well here, and what to do where not', load: async () => (await import('./commands/doctor.ts')).doctor },
  'keys make': { group: 'Operators', summary: 'make a key, kept as a keystore', load: async () => (await import('./commands/keys-make.ts')).keysMake },
  'keys import': { group: 'Operators', summary: 'keep a key that you have', load: async () => (await import('./commands/keys-import.ts')).keysImport },
  'keys list': { group: 'Operators', summary: 'the keys in the data directory, with their addresses', load: async () => (await import('./commands/keys-list.ts')).keysList },
  'keys export': { group: 'Operators', summary: 'write a key as a keystore for other programs', load: async () => (await import('./commands/keys-export.ts')).keysExport },
  verify: { group: 'Operators', summary: 'derive everything anew from L1 and compare every root', load: async () => (await import('./commands/verify.ts')).verify },
  'blobs export': { group: 'Operators', summary: 'write the blobs that a node keeps into a file', load: async () => (await import('./commands/blobs-export.ts')).blobsExport },
  'blobs import': { group: 'Operators', summary: 'give a node the blobs of such a file', load: async () => (await import('./commands/blobs-import.ts')).blobsImport },
  drill: { group: 'Operators', summary: 'plant every kind of lie on an L1 of its own, and have it convicted', load: async () => (await import('./commands/drill.ts')).drill },
  deposit: { group: 'Members', summary: 'bring ether from L1', load: async () => (await import('./commands/deposit.ts')).deposit },
  withdraw: { group: 'Members', forced: true, summary: 'send ether back to L1', load: async () => (await import('./commands/withdraw.ts')).withdraw },
  claim: { group: 'Members', summary: 'have withdrawals that are ready paid on L1', load: async () => (await import('./commands/claim.ts')).claim },
  force: { group: 'Members', summary: 'any of the commands below through L1, past the sequencer', load: async () => (await import('./commands/force.ts')).force },
  'exit-kit': { group: 'Members', summary: 'a file to leave with while nobody runs but L1', load: async () => (await import('./commands/exit-kit.ts')).exitKit },
  'exit-kit use': { group: 'Members', summary: 'have the withdrawals in such a file paid', load: async () => (await import('./commands/exit-kit-use.ts')).exitKitUse },
  register: { group: 'Members', forced: true, summary: 'become a member; needs no ether', load: async () => (await import('./commands/register.ts')).register },
  me: { group: 'Members', summary: 'your balances, rights, stakes, claims, seats, ballots', load: async () => (await import('./commands/me.ts')).me },
  history: { group: 'Members', summary: 'what has happened to you or to a project', load: async () => (await import('./commands/history.ts')).history },
  send: { group: 'Members', forced: true, summary: 'give ether to somebody', load: async () => (await import('./commands/send.ts')).send },
  mint: { group: 'Members', forced: true, summary: 'buy community tokens from the pool', load: async () => (await import('./commands/mint.ts')).mint },
  burn: { group: 'Members', forced: true, summary: 'sell community tokens to the pool', load: async () => (await import('./commands/burn.ts')).burn },
  transfer: { group: 'Members', forced: true, summary: 'give tokens to somebody', load: async () => (await import('./commands/transfer.ts')).transfer },
  approve: { group: 'Members', forced: true, summary: 'let somebody transfer your tokens', load: async () => (await import('./commands/approve.ts')).approve },
  donate: { group: 'Members', forced: true, summary: 'give ether to the pool', load: async () => (await import('./commands/donate.ts')).donate },
  projects: { group: 'Members', summary: 'all projects, or those at a stage', load: async () => (await import('./commands/projects.ts')).projects },
  project: { group: 'Members', summary: 'everything about a project', load: async () => (await import('./commands/project.ts')).project },
  propose: { group: 'Members', forced: true, summary: 'propose a project', load: async () => (await import('./commands/propose.ts')).propose },
  stake: { group: 'Members', forced: true, summary: 'stake tokens or reputation on a proposed project', load: async () => (await import('./commands/stake.ts')).stake },
  unstake: { group: 'Members', forced: true, summary: 'take a stake back', load: async () => (await import('./commands/unstake.ts')).unstake },
  'tasks submit': { group: 'Members', forced: true, summary: 'submit a task list for a staked project', load: async () => (await import('./commands/tasks-submit.ts')).tasksSubmit },
  'tasks support': { group: 'Members', forced: true, summary: 'support a submitted task list', load: async () => (await import('./commands/tasks-support.ts')).tasksSupport },
  'tasks show': { group: 'Members', summary: 'the task lists of a project', load: async () => (await import('./commands/tasks-show.ts')).tasksShow },
  'task claim': { group: 'Members', forced: true, summary: 'claim a task, to do it', load: async () => (await import('./commands/task-claim.ts')).taskClaim },
  'task evidence': { group: 'Members', forced: true, summary: 'submit the evidence that it is done', load: async () => (await import('./commands/task-evidence.ts')).taskEvidence },
  'task settle': { group: 'Members', forced: true, summary: 'settle a task whose judgement is over', load: async () => (await import('./commands/task-settle.ts')).taskSettle },
  validate: { group: 'Members', forced: true, summary: 'approve or reject a task, with a stake', load: async () => (await import('./commands/validate.ts')).validate },
  'vote request': { group: 'Members', forced: true, summary: 'lock tokens or reputation as voting rights', load: async () => (await import('./commands/vote-request.ts')).voteRequest },
  'vote commit': { group: 'Members', forced: true, summary: 'vote on a disputed task, in secret', load: async () => (await import('./commands/vote-commit.ts')).voteCommit },
  'vote reveal': { group: 'Members', forced: true, summary: 'reveal what you have committed', load: async () => (await import('./commands/vote-reveal.ts')).voteReveal },
  'vote withdraw': { group: 'Members', forced: true, summary: 'take voting rights back', load: async () => (await import('./commands/vote-withdraw.ts')).voteWithdraw },
  'vote settle': { group: 'Members', forced: true, summary: 'free the rights of a ballot whose poll has ended', load: async () => (await import('./commands/vote-settle.ts')).voteSettle },
  'settle validation': { group: 'Members', forced: true, summary: 'pay a validator’s seat', load: async () => (await import('./commands/settle-validation.ts')).settleValidation },
  'settle stake': { group: 'Members', forced: true, summary: 'give a stake in an ended project back', load: async () => (await import('./commands/settle-stake.ts')).settleStake },
  advance: { group: 'Members', forced: true, summary: 'move a project on to the stage that is due', load: async () => (await import('./commands/advance.ts')).advance },
  'dividend pay': { group: 'Members', forced: true, summary: 'pay a dividend to all holders', load: async () => (await import('./commands/dividend-pay.ts')).dividendPay },
  'dividend collect': { group: 'Members', forced: true, summary: 'have the dividends of an account paid', load: async () => (await import('./commands/dividend-collect.ts')).dividendCollect },
  'recover start': { group: 'Members', forced: true, summary: 'move a membership whose key is lost', load: async () => (await import('./commands/recover-start.ts')).recoverStart },
  'recover cancel': { group: 'Members', forced: true, summary: 'cancel the recovery of your account', load: async () => (await import('./commands/recover-cancel.ts')).recoverCancel },
  'recover finish': { group: 'Members', forced: true, summary: 'finish a recovery whose delay is over', load: async () => (await import('./commands/recover-finish.ts')).recoverFinish },
}

/** What the first word of two stands for. */
export const COMMAND_GROUPS: { readonly [name: string]: string } = {
  blobs: 'blobs of batches, which L1 keeps for 18 days and each node for ever: export, import',
  'exit-kit': 'a file to leave with while nobody runs but L1: make, use',
  tasks: 'task lists of a project: submit, support, show',
  task: 'the work on a task: claim, evidence, settle',
  vote: 'votes on disputed tasks: request, commit, reveal, withdraw, settle',
  settle: 'what the sequencer settles by itself: validation, stake',
  dividend: 'dividends: pay, collect',
  keys: 'keys that sign, kept as keystores: make, import, list, export',
  recover: 'a membership whose key is lost: start, cancel, finish',
}
