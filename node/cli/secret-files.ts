import { SecretStoreError, secretName, type Ballot, type SecretStore } from '@distribute/client'
import { fileStore, secretPath as pathOf } from '@distribute/client/node'
import { failed } from './cli-error.ts'

/** Where a ballot's secrets are kept: one file a ballot. */
export const secretPath = (dataDir: string, ballot: Ballot): string => pathOf(dataDir, secretName(ballot))

/** The community's directory as a store of the SDK's. */
export const secretsIn = (dataDir: string): SecretStore => fileStore(dataDir)

/** What to do about a file that holds something else. Throws CliError for that, and other errors as they are. */
export async function tellingBroken<T>(dataDir: string, ballot: Ballot, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    if (!(cause instanceof SecretStoreError)) throw cause
    throw failed(`${secretPath(dataDir, ballot)} holds no ballot’s secrets`, 'restore it from a copy, or move it away: a salt can be made anew from the key that has voted', cause)
  }
}
