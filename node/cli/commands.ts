import type { CommandSpec } from './command.ts'

export interface CommandEntry {
  readonly summary: string
  readonly group: 'Try it' | 'Operators' | 'Members'
  /** Loaded only when it is asked for: nobody should wait for what he does not use. */
  readonly load: () => Promise<CommandSpec>
}

/** Every command, in the order of the help. */
export const COMMANDS: { readonly [name: string]: CommandEntry } = {
  devnet: { group: 'Try it', summary: 'a whole community on this machine: L1, contracts, sequencer, replica, accounts', load: async () => (await import('./commands/devnet.ts')).devnet },
  init: { group: 'Operators', summary: 'write the genesis and the keys of a new community', load: async () => (await import('./commands/init.ts')).init },
  deploy: { group: 'Operators', summary: 'put the community’s contracts onto L1 and pay the stake', load: async () => (await import('./commands/deploy.ts')).deployCommand },
  node: { group: 'Operators', summary: 'run a sequencer or a replica', load: async () => (await import('./commands/node.ts')).node },
  status: { group: 'Operators', summary: 'heads, batches and L1, as a running node sees them', load: async () => (await import('./commands/status.ts')).status },
  verify: { group: 'Operators', summary: 'derive everything anew from L1 and compare every root', load: async () => (await import('./commands/verify.ts')).verify },
  deposit: { group: 'Members', summary: 'bring ether from L1', load: async () => (await import('./commands/deposit.ts')).deposit },
  withdraw: { group: 'Members', summary: 'send ether back to L1', load: async () => (await import('./commands/withdraw.ts')).withdraw },
  claim: { group: 'Members', summary: 'have withdrawals that are ready paid on L1', load: async () => (await import('./commands/claim.ts')).claim },
  mint: { group: 'Members', summary: 'buy community tokens from the pool', load: async () => (await import('./commands/mint.ts')).mint },
  burn: { group: 'Members', summary: 'sell community tokens to the pool', load: async () => (await import('./commands/burn.ts')).burn },
  register: { group: 'Members', summary: 'become a member; needs no ether', load: async () => (await import('./commands/register.ts')).register },
}
