import type { Client } from 'viem'
import { beside } from './beside.ts'
import { bound, type Actions } from './bound.ts'
import { systemCalls, type Calls } from './contracts/calls.ts'
import { uploadFile } from './files/upload-file.ts'
import { commitVote, revealVote } from './votes/vote.ts'

const WALLET_L2 = { commitVote, revealVote, uploadFile } as const

/** For a wallet client of the chain: every call by its contract, votes with their secrets kept, and files. */
export type WalletActionsL2 = Calls & Actions<typeof WALLET_L2>

export const walletActionsL2 = () => (client: Client): WalletActionsL2 => ({ ...beside(client, systemCalls(client)), ...bound(client, WALLET_L2) })
