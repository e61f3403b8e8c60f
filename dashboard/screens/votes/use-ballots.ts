import type { UseQueryResult } from '@tanstack/react-query'
import type { Ballot, Page } from '@distribute/client/words'
import { useChain } from '../../chain/reads.ts'
import { useWallet } from '../../wallet/wallet.tsx'

const MOST = 200

/** The ballots of whoever is connected, the newest project first. */
export function useBallots(): UseQueryResult<Page<Ballot>> {
  const { wallet } = useWallet()
  return useChain('ballots', [wallet?.address], (l2) => l2.distribute.ballots({ account: wallet?.address ?? '0x', limit: MOST }), wallet !== undefined)
}

/** Those that count only once they are opened, and can be now. Seconds. */
export const toReveal = (ballots: readonly Ballot[], now: number): readonly Ballot[] =>
  ballots.filter(({ revealed, settled, amount, commitEnd, revealEnd }) => !revealed && !settled && amount > 0n && now >= Number(commitEnd) && now < Number(revealEnd))
