import type { Hex } from 'viem'
import type { Ballot, BallotSecret } from './ballot-secret.ts'

type Awaitable<T> = T | Promise<T>

/**
 * Where secrets are kept, under names such as `secrets/4242/0x…/3-1-tokens`. What `set` has taken must outlive the page or the process
 * by the time it resolves. idb-keyval's `{ get, set }` is one; others are made by memoryStore, webStorageStore and, for Node, fileStore.
 */
export interface SecretStore {
  readonly get: (name: string) => Awaitable<string | null | undefined>
  readonly set: (name: string, text: string) => Awaitable<void>
}

/** For tests, and for who means to reveal before the process ends. */
export function memoryStore(): SecretStore {
  const kept = new Map<string, string>()
  return { get: (name) => kept.get(name), set: (name, text) => void kept.set(name, text) }
}

/** The part of the browser's localStorage that is needed. */
export interface WebStorage {
  readonly getItem: (key: string) => string | null
  readonly setItem: (key: string, value: string) => void
}

/** `webStorageStore(window.localStorage)`: whoever uses this browser profile can read it. */
export const webStorageStore = (storage: WebStorage, prefix = 'distribute/'): SecretStore =>
  ({ get: (name) => storage.getItem(prefix + name), set: (name, text) => storage.setItem(prefix + name, text) })

/** What a store gave is no ballot's secrets. */
export class SecretStoreError extends Error {
  override readonly name = 'SecretStoreError'
  readonly code = 'BrokenSecrets'
}

/** The name of a ballot's secrets: one text a ballot. */
export const secretName = ({ chainId, voter, project, task, currency }: Ballot): string =>
  `secrets/${chainId}/${voter.toLowerCase()}/${project}-${task}-${currency}`

/** Adds a secret to its ballot's. Earlier ones stay: a commit that fails leaves the ballot before it in force. Throws SecretStoreError. */
export async function keepSecret(store: SecretStore, ballot: Ballot, secret: BallotSecret): Promise<void> {
  const before = await readSecrets(store, ballot)
  const secrets = [...before.filter(({ secretHash }) => secretHash !== secret.secretHash), secret]
  const { voter, project, task, currency } = ballot
  const written = secrets.map(({ choice, ...rest }) => ({ choice: choice ? 'for' : 'against', ...rest }))
  await store.set(secretName(ballot), `${JSON.stringify({ project: String(project), task: String(task), voter, currency, secrets: written })}\n`)
}

/** The kept secret that was committed to, undefined where there is none. Throws SecretStoreError. */
export async function findSecret(store: SecretStore, ballot: Ballot, committed: Hex): Promise<BallotSecret | undefined> {
  return (await readSecrets(store, ballot)).find(({ secretHash }) => secretHash === committed)
}

async function readSecrets(store: SecretStore, ballot: Ballot): Promise<readonly BallotSecret[]> {
  const text = await store.get(secretName(ballot))
  if (text === null || text === undefined) return []
  const secrets = decodeSecrets(text)
  if (secrets === undefined) throw new SecretStoreError(`${secretName(ballot)} holds no ballot’s secrets`)
  return secrets
}

const isHash = (value: unknown): value is Hex => typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value)

function decodeSecret(value: unknown): BallotSecret | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { choice, salt, secretHash }: { readonly choice?: unknown; readonly salt?: unknown; readonly secretHash?: unknown } = value
  if ((choice !== 'for' && choice !== 'against') || !isHash(salt) || !isHash(secretHash)) return undefined
  return { choice: choice === 'for', salt, secretHash }
}

function decodeSecrets(text: string): readonly BallotSecret[] | undefined {
  const value = parsed(text)
  const list: unknown = typeof value === 'object' && value !== null && 'secrets' in value ? value.secrets : undefined
  if (!Array.isArray(list)) return undefined
  const secrets = list.map(decodeSecret).filter((secret) => secret !== undefined)
  return secrets.length === list.length ? secrets : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
