import { privateKeyToAccount } from 'viem/accounts'
import { getBlockNumber } from 'viem/actions'
import { toHex } from '@distribute/state-machine'
import { readBreaches, readSuccession, readTerm, type Breach, type ClaimedBlock, type SignedPromise } from '@distribute/bridge-contracts'
import { devnetAccount } from '../../devnet/accounts.ts'
import { loadBreaches, type KnownBreach } from '../../promises/breaches.ts'
import { PromiseError } from '../../promises/errors.ts'
import { createJudge } from '../../promises/judge.ts'
import { createKeep } from '../../promises/keep.ts'
import { createOrigins } from '../../promises/origins.ts'
import { createTerms } from '../../promises/terms.ts'
import { moveBreach } from '../../prover/breach.ts'
import { readClaimedBlock } from '../../prover/claimed-block.ts'
import { createPatientSend } from '../../prover/send.ts'
import { createLoggerTo } from '../../telemetry/logger.ts'
import { SILENT, startPlayer, type Player, type PlayerOptions } from './player.ts'
import { PROVER, type Stage } from './stage.ts'

/** A replica that has what L1 says alone, and is handed promises. */
export interface Watcher {
  readonly player: Player
  /** Up to L1's head; promises are judged by the terms as of there. */
  look(): Promise<void>
  /** What it takes for broken by a promise that it is handed; none where it does not keep it. */
  submit(signed: SignedPromise): Promise<readonly KnownBreach[]>
  /** Commits to the proof and sends it, with the prover's code. */
  prove(breach: KnownBreach): Promise<void>
  /** Takes what is due. */
  settle(): Promise<void>
  /** Every block on L1, and the last of each term that is over. */
  blocks(): Promise<{ readonly posted: readonly ClaimedBlock[]; readonly ends: readonly ClaimedBlock[]; readonly terms: number }>
  /** What L1 has convicted. */
  proven(): Promise<readonly { readonly id: Uint8Array; readonly breach: Breach; readonly term: bigint }[]>
  close(): Promise<void>
}

const ROUND_MS = 2_500
const MOST_ROUNDS = 40

export const startWatcher = async (stage: Stage, deliver: PlayerOptions['deliver']): Promise<Watcher> => {
  const { l1, facts, config } = stage
  const { rollup, promises } = facts.contracts
  const player = await startPlayer(stage, { deliver, onPromise: () => undefined })
  const { chain, reader, succession } = player
  const terms = createTerms({ reader, rollup, succession })
  const origins = createOrigins(reader)
  const judge = createJudge({ chain, terms, origins })
  const domain = { l1ChainId: config.rollup.l1ChainId, rollup }
  const keep = createKeep({ kept: chain.kept, heads: chain.heads, config: chain.config, domain, terms, origins, l1Head: player.l1Head })
  const account = privateKeyToAccount(devnetAccount(PROVER).privateKey)
  const log = createLoggerTo('silent', { write: () => undefined })
  const patience = { chainId: config.rollup.l1ChainId, pollMs: 1, patienceMs: 5_000 }
  const send = createPatientSend(patience, { reader, account, log, signal: new AbortController().signal })
  const breaches = await loadBreaches(chain.meta)
  const known = new Map<string, KnownBreach>()
  const proving = { chain, reader, contracts: facts.contracts, account: devnetAccount(PROVER).address, send, l1Time: l1.time, breaches, log, metrics: SILENT }
  return {
    player,
    async look() {
      for (let round = 0; round < MOST_ROUNDS; round++) {
        await player.advance(ROUND_MS)
        if (player.isUpTo(await getBlockNumber(reader, { cacheTime: 0 }))) break
        // L1 is shorter than it was: only more blocks show that it has gone another way.
        await l1.mine(1n)
      }
      succession.forget()
      await succession.saw(player.l1Head())
      await terms.refresh()
    },
    async submit(signed) {
      try {
        const { promise } = await keep(signed)
        return await judge(promise, await chain.kept.at(signed.header.number))
      } catch (error) {
        if (error instanceof PromiseError) return []
        throw error
      }
    },
    async prove(breach) {
      known.set(toHex(breach.id), breach)
      for (let round = 0; round < 2; round++) {
        await moveBreach(breach, proving)
        await l1.mine(12n)
      }
    },
    async settle() {
      for (const breach of known.values()) await moveBreach(breach, proving)
      await l1.mine(12n)
    },
    async blocks() {
      const posted: ClaimedBlock[] = []
      const ends: ClaimedBlock[] = []
      const last = await chain.batches.last()
      for (let number = 1n; number <= (last?.lastBlock ?? 0n); number++) {
        const batch = await chain.batches.ofBlock(number)
        if (batch !== undefined) posted.push(await readClaimedBlock(batch.index, number, { chain, reader, contracts: facts.contracts }))
      }
      const { current } = await readSuccession(reader, rollup, player.l1Head())
      for (let term = 0n; term < current.number; term++) {
        const end = await endOf(term)
        if (end !== undefined) ends.push(end)
      }
      return { posted, ends, terms: Number(current.number) + 1 }
    },
    proven: async () => readBreaches(reader, promises, { fromBlock: config.rollup.deployed.number, toBlock: await getBlockNumber(reader, { cacheTime: 0 }) }),
    close: player.close,
  }

  async function endOf(term: bigint): Promise<ClaimedBlock | undefined> {
    const next = await readTerm(reader, rollup, term + 1n)
    const batch = next === undefined ? undefined : await chain.batches.get(next.firstBatch - 1n)
    return batch === undefined ? undefined : readClaimedBlock(batch.index, batch.lastBlock, { chain, reader, contracts: facts.contracts })
  }
}
