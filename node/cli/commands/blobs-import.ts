import { join } from 'node:path'
import { importBlobs } from '../../blobs/archive.ts'
import { createKzg } from '../../blobs/kzg.ts'
import { createBlobStore } from '../../blobs/store.ts'
import { resolveSettings } from '../../setting.ts'
import { NODE_SETTINGS } from '../../settings.ts'
import { failed } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'

const settings = { dataDir: NODE_SETTINGS.dataDir, json: MEMBER_SETTINGS.json } as const

export const blobsImport: CommandSpec = {
  description: 'Checks each blob of a file that `distribute blobs export` wrote, and keeps it for the node of this data directory. The node may run.',
  arguments: [{ name: 'file', help: 'what `distribute blobs export` wrote' }],
  settings,
  examples: [{ line: 'distribute blobs import blobs.bin --data-dir ./coop', does: 'a node that waits for one of them goes on' }],
  run: async ({ output, flags, variables }, [file = '']) => {
    const { dataDir, json } = resolveSettings(settings, { flags, variables })
    const kzg = createKzg()
    try {
      const blobs = await importBlobs(file, { store: createBlobStore(join(dataDir, 'blobs')), kzg })
      if (json) output.json({ blobs })
      else output.line(`${blobs} blobs of ${file} are kept in ${dataDir}`)
    } catch (error) {
      throw failed(`${file} was not taken: ${error instanceof Error ? error.message : String(error)}`, 'take a file that `distribute blobs export` wrote', error)
    } finally {
      await kzg.close()
    }
  },
}
