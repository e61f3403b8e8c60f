import type { Address, PromiseHeader } from '@distribute/state-machine'
import type { Database, Row } from '../storage/database.ts'
import { putPromiseRow, takePromiseRow } from '../storage/promise-row.ts'
import { numberKey, promiseKey, readNumber, tableRange } from '../storage/tables.ts'
import { decodeStored } from '../storage/value-reader.ts'
import { createValueWriter, writtenValue } from '../storage/value-writer.ts'

/** A promise as this node was given it, by whomever. */
export interface KeptPromise {
  readonly header: PromiseHeader
  readonly signature: Uint8Array
  readonly digest: Uint8Array
  readonly signer: Address
}

/** Promises by the number of their block, several for one number included: two may be a breach. */
export interface KeptPromises {
  /** On the disk when it resolves. One of the same digest gives way. */
  put(kept: KeptPromise): Promise<void>
  drop(kept: KeptPromise): Promise<void>
  at(number: bigint): Promise<readonly KeptPromise[]>
  /** All from this number on, in its order, in chunks. */
  from(number: bigint): AsyncGenerator<readonly KeptPromise[], void>
  /** The highest number that there is one of. */
  highest(): Promise<bigint | undefined>
  /** Forgets those up to and with this number. */
  prune(upTo: bigint): Promise<void>
}

export const createKeptPromises = (database: Database, chainId: bigint): KeptPromises => {
  const keptOf = ([key, value]: Row): KeptPromise => {
    const { header, signature, signer } = decodeStored(key, value, takePromiseRow)
    return { header: { ...header, chainId, number: readNumber(key, 1) }, signature, digest: key.slice(9), signer }
  }
  return {
    async put(kept) {
      const writer = createValueWriter()
      putPromiseRow(writer, kept)
      const batch = database.batch()
      batch.put(promiseKey(kept.header.number, kept.digest), writtenValue(writer))
      await batch.write({ sync: true })
    },
    async drop({ header, digest }) {
      const batch = database.batch()
      batch.delete(promiseKey(header.number, digest))
      await batch.write({ sync: false })
    },
    async at(number) {
      const found: KeptPromise[] = []
      for await (const rows of database.rows({ gte: numberKey('promise', number), lt: numberKey('promise', number + 1n) })) found.push(...rows.map(keptOf))
      return found
    },
    async *from(number) {
      for await (const rows of database.rows({ gte: numberKey('promise', number), lt: tableRange('promise').lt })) yield rows.map(keptOf)
    },
    async highest() {
      const last = await database.first({ ...tableRange('promise'), reverse: true })
      return last === undefined ? undefined : readNumber(last[0], 1)
    },
    async prune(upTo) {
      for await (const rows of database.rows({ gte: tableRange('promise').gte, lt: numberKey('promise', upTo + 1n) })) {
        const batch = database.batch()
        for (const [key] of rows) batch.delete(key)
        await batch.write({ sync: false })
      }
    },
  }
}
