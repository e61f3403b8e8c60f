import { join } from 'node:path'
import { createLedger } from '@distribute/state-machine'
import type { NodeConfig } from '../config.ts'
import type { Chain } from '../chain/chain.ts'
import type { Logger } from '../telemetry/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { createDocuments, type Documents } from './documents.ts'
import { createFileHandler, noFiles, type FileHandler } from './http.ts'
import { namedHashes } from './named-hashes.ts'
import { openFileStore, type FileStore } from './store.ts'

export interface FileKeeping {
  readonly handler: FileHandler
  readonly ended: Promise<void>
}

interface Parts {
  readonly chain: Chain
  readonly log: Logger
  readonly metrics: Metrics
}

const MEBIBYTE = 1_024 * 1_024
const TIDY_EVERY_MS = 3_600_000

type Config = Pick<NodeConfig, 'dataDir' | 'genesis' | 'fileMaxMb' | 'filesQuotaMb' | 'filesPerMemberMb'>

function watchStore(metrics: Metrics, store: FileStore): () => void {
  return metrics.onRender(() => {
    const { bytes, files } = store.total()
    metrics.gauge('files_kept', files)
    metrics.gauge('files_kept_bytes', bytes)
    metrics.gauge('files_unnamed', store.unnamed().length)
  })
}

async function untilStopped(documents: Documents, { log, metrics }: Parts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, TIDY_EVERY_MS)
      signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      }, { once: true })
    })
    if (signal.aborted) return
    try {
      const { dropped } = await documents.tidy()
      if (dropped > 0) metrics.count('files_dropped_total', dropped)
    } catch (error) {
      log.warn({ error }, 'files could not be looked through; again in an hour')
    }
  }
}

/** Keeps members' files where the node is told to. With a quota of 0 it says that it does not. */
export async function startFileKeeping({ dataDir, genesis, fileMaxMb, filesQuotaMb, filesPerMemberMb }: Config, parts: Parts, signal: AbortSignal): Promise<FileKeeping> {
  if (filesQuotaMb === 0) return { handler: noFiles, ended: Promise.resolve() }
  const { chain, log, metrics } = parts
  const store = await openFileStore(join(dataDir, 'files'))
  const documents = createDocuments(
    { chainId: genesis.chainId, fileBytes: fileMaxMb * MEBIBYTE, quotaBytes: filesQuotaMb * MEBIBYTE, memberBytes: filesPerMemberMb * MEBIBYTE },
    { store, isMember: (account) => createLedger(chain.state).get('account', account).member === 1n, named: () => namedHashes(chain) },
  )
  const handler = createFileHandler(documents, {
    onUpload: (outcome) => metrics.count('files_uploads_total', 1, { outcome }),
    onFault: (error) => {
      metrics.count('files_faults_total')
      log.error({ error }, 'a file could not be read or written')
    },
  })
  const endWatch = watchStore(metrics, store)
  return { handler, ended: untilStopped(documents, parts, signal).finally(endWatch) }
}
