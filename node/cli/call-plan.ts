import type { TransactionReceipt } from 'viem'
import { toggleSetting } from '../setting.ts'
import { FORCE_SETTINGS } from './force-settings.ts'
import type { L2 } from './l2.ts'
import type { MemberCall } from './member-call.ts'
import { MEMBER_SETTINGS } from './member-settings.ts'

export const CALL_SETTINGS = {
  ...MEMBER_SETTINGS,
  dryRun: toggleSetting('say what it would do and cost, and send nothing', { fallback: false }),
} as const

/** What a forced call of any kind takes. */
export const FORCED_SETTINGS = { ...CALL_SETTINGS, ...FORCE_SETTINGS } as const

/** What a command has done, for people in a line and for programs. */
export interface Done {
  readonly line: string
  readonly facts: { readonly [name: string]: unknown }
}

/** One call, thought through. */
export interface Plan {
  readonly call: MemberCall
  /** What it will do, said before it is sent. */
  readonly will: string
  /** Done last before it is sent: what must not be lost if the machine stops right after. */
  readonly keep?: () => Promise<void>
  readonly done: (receipt: TransactionReceipt) => Done | Promise<Done>
  /** What comes next, said after. */
  readonly next?: string
}

/** Makes the plan once the chain can be asked. */
export type Planner = (l2: L2) => Promise<Plan> | Plan
