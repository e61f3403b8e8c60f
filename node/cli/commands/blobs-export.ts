import { join } from 'node:path'
import { exportBlobs } from '../../blobs/archive.ts'
import { createBlobStore } from '../../blobs/store.ts'
import { resolveSettings } from '../../setting.ts'
import { NODE_SETTINGS } from '../../settings.ts'
import { failed } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'

const settings = { dataDir: NODE_SETTINGS.dataDir, json: MEMBER_SETTINGS.json } as const

export const blobsExport: CommandSpec = {
  description: 'Writes all blobs that a node keeps into a new file, with which another node can follow the chain when L1 has forgotten them. The node may run.',
  arguments: [{ name: 'file', help: 'where to; it must not be there yet' }],
  settings,
  examples: [{ line: 'distribute blobs export blobs.bin --data-dir ./coop', does: '131,104 bytes for each blob' }],
  run: async ({ output, flags, variables }, [file = '']) => {
    const { dataDir, json } = resolveSettings(settings, { flags, variables })
    const blobs = await exportBlobs(createBlobStore(join(dataDir, 'blobs')), file).catch((error: unknown) => {
      throw failed(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`, 'choose a file that is not there', error)
    })
    if (json) output.json({ blobs })
    else output.line(`${blobs} blobs written to ${file}`)
  },
}
