import { mkdir, open } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Hex } from 'viem'
import { z } from 'zod'
import { readIfThere, writeWhole } from '../files.ts'
import type { Ballot, BallotSecret } from './ballot-secret.ts'
import { failed } from './cli-error.ts'
import { isHash } from './content-hash.ts'

const OWNER_ONLY = 0o600
const OWNER_ONLY_DIRECTORY = 0o700

const hash = z.custom<Hex>((value) => typeof value === 'string' && isHash(value))
const fileSchema = z.object({ secrets: z.array(z.object({ choice: z.enum(['for', 'against']), salt: hash, secretHash: hash })) })

/** Where a ballot's secrets are kept: one file a ballot. */
export const secretPath = (dataDir: string, { chainId, voter, project, task, currency }: Ballot): string =>
  join(resolve(dataDir), 'secrets', String(chainId), voter.toLowerCase(), `${project}-${task}-${currency}.json`)

/**
 * Adds a secret to its ballot's file, which only its owner can read; it is on the disk when this resolves. Earlier ones stay: a
 * commit that fails leaves the ballot before it in force.
 */
export async function keepSecret(dataDir: string, ballot: Ballot, secret: BallotSecret): Promise<void> {
  const path = secretPath(dataDir, ballot)
  const before = await readSecrets(path)
  const secrets = [...before.filter(({ secretHash }) => secretHash !== secret.secretHash), secret]
  const { voter, project, task, currency } = ballot
  const written = secrets.map(({ choice, ...rest }) => ({ choice: choice ? 'for' : 'against', ...rest }))
  await mkdir(dirname(path), { recursive: true, mode: OWNER_ONLY_DIRECTORY })
  await writeWhole(path, `${JSON.stringify({ project: String(project), task: String(task), voter, currency, secrets: written })}\n`, OWNER_ONLY)
  await syncDirectory(dirname(path))
}

/** The kept secret that was committed to, undefined where there is none. */
export async function findSecret(dataDir: string, ballot: Ballot, committed: Hex): Promise<BallotSecret | undefined> {
  return (await readSecrets(secretPath(dataDir, ballot))).find(({ secretHash }) => secretHash === committed)
}

async function readSecrets(path: string): Promise<readonly BallotSecret[]> {
  const text = await readIfThere(path)
  if (text === undefined) return []
  try {
    return fileSchema.parse(JSON.parse(text)).secrets.map(({ choice, ...rest }) => ({ choice: choice === 'for', ...rest }))
  } catch (cause) {
    throw failed(`${path} holds no ballot’s secrets`, 'restore it from a copy, or move it away: a salt can be made anew from the key that has voted', cause)
  }
}

/** A renamed file is there after a power cut only once its directory is synced. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
