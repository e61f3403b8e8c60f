import type { RollupFile } from '../rollup-file.ts'
import type { DevnetAccount } from './accounts.ts'

/** Where everything of a devnet is: the line that `--json` prints. Keys are added as parts come, never renamed. */
export interface DevnetInfo {
  readonly l1: string
  readonly l2: string
  readonly ws: string
  readonly chainId: number
  readonly l1ChainId: number
  readonly contracts: RollupFile['contracts']
  readonly registrar: DevnetAccount
  readonly accounts: readonly DevnetAccount[]
  readonly replica: string | null
  readonly metrics: string
  /** the members' page, for a browser; null where it is switched off or could not be built */
  readonly dashboard: string | null
  readonly dataDir: string
}
