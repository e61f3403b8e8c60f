import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { SequencerKeys } from '@distribute/bridge-contracts'
import { Address } from '@distribute/state-machine'
import { readIfThere, writeWhole } from '../files.ts'
import { SettingError } from '../setting-error.ts'

/** That the place is on offer: whatever is signed meanwhile would be broken by the hand-over, and cost half the stake. */
export interface HandOver {
  /** Who signs no more. */
  readonly signer: Address
  readonly next: SequencerKeys
}

const address = z.string().transform((text) => Address(text))
const schema = z.strictObject({ signer: address, next: z.strictObject({ poster: address, signer: address, staker: address }) })
const pathIn = (directory: string): string => join(directory, 'hand-over.json')

/** Written before the offer is made, so that no restart in between signs on. */
export const writeHandOver = (directory: string, handOver: HandOver): Promise<void> => writeWhole(pathIn(directory), `${JSON.stringify(handOver, null, 2)}\n`)

export const forgetHandOver = (directory: string): Promise<void> => rm(pathIn(directory), { force: true })

/** Undefined where nothing is on offer. Throws SettingError BadFile. */
export async function readHandOver(directory: string): Promise<HandOver | undefined> {
  const text = await readIfThere(pathIn(directory))
  if (text === undefined) return undefined
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new SettingError('BadFile', `${pathIn(directory)} cannot be read`, 'run `distribute hand-over` again, or with --withdraw', { cause })
  }
}
