import type { Client, Hex } from 'viem'
import { parseAccount } from 'viem/utils'
import { depositCall, depositTokensCall } from '@distribute/bridge-contracts'
import { Address } from '@distribute/state-machine'
import { contractsOf, type TargetChain } from '../chain/distribute-chain.ts'
import { accountOf, type SendOptions } from '../contracts/calls.ts'
import { sendToL1 } from './send-to-l1.ts'

export interface DepositParameters extends SendOptions {
  /** wei; of `depositTokens`, base units */
  readonly amount: bigint
  /** on the chain; the sender's own address where it is left out */
  readonly to?: Hex
}

/** Brings ether from L1. It is there once the chain has read it: `waitForDeposit`. Throws DistributeError. */
export function deposit(client: Client, { amount, to, ...rest }: DepositParameters & TargetChain): Promise<Hex> {
  const receiver = Address(to ?? parseAccount(accountOf(client, rest)).address)
  return sendToL1(client, depositCall(contractsOf(rest).inbox, { to: receiver, value: amount }), rest)
}

/** Brings community tokens back that the sender holds on L1: they are burned there, without an allowance. Throws DistributeError. */
export function depositTokens(client: Client, { amount, to, ...rest }: DepositParameters & TargetChain): Promise<Hex> {
  const receiver = Address(to ?? parseAccount(accountOf(client, rest)).address)
  return sendToL1(client, depositTokensCall(contractsOf(rest).inbox, { to: receiver, amount }), rest)
}
