export interface Scratch {
  /** Bytes of any content, good until `reset`. */
  take(length: number): Uint8Array
  reset(): void
}

/** Room for many short-lived byte strings in one buffer, which grows to what was needed at most. */
export function createScratch(capacity: number): Scratch {
  let room = new Uint8Array(capacity)
  let used = 0
  return {
    take(length) {
      if (used + length > room.length) {
        // What has been handed out stays in the old one.
        room = new Uint8Array(Math.max(2 * room.length, length))
        used = 0
      }
      used += length
      return room.subarray(used - length, used)
    },
    reset() {
      used = 0
    },
  }
}
