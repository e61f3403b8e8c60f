import type { ExecutedSegment } from '@distribute/state-machine'
import type { ValueReader } from './value-reader.ts'
import { takeBytes, takeCount, takeFixed } from './value-reader.ts'
import type { ValueWriter } from './value-writer.ts'
import { putBytes, putCount, putFixed } from './value-writer.ts'

export function putSegments(writer: ValueWriter, segments: readonly ExecutedSegment[]): void {
  putCount(writer, segments.length)
  for (const { bytes, root } of segments) {
    putFixed(writer, root)
    putBytes(writer, bytes)
  }
}

export function takeSegments(reader: ValueReader): ExecutedSegment[] {
  const count = takeCount(reader)
  const segments: ExecutedSegment[] = []
  while (segments.length < count) {
    const root = takeFixed(reader, 32)
    segments.push({ root, bytes: takeBytes(reader) })
  }
  return segments
}
