/**
 * A binary heap that knows where its members stand, so that one can be moved or taken out. Every call is O(log n), `first`
 * and `has` O(1).
 */
export interface Heap<T> {
  /** The member that goes before all others by `isBefore`. */
  first(): T | undefined
  has(item: T): boolean
  /** Puts the item in, or moves it after its rank has changed. */
  place(item: T): void
  remove(item: T): void
  clear(): void
}

export function createHeap<T>(isBefore: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = []
  const places = new Map<T, number>()

  const put = (item: T, at: number): void => {
    items[at] = item
    places.set(item, at)
  }
  const rise = (item: T, from: number): number => {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = items[parent]!
      if (!isBefore(item, above)) break
      put(above, at)
      at = parent
    }
    put(item, at)
    return at
  }
  const sink = (item: T, from: number): void => {
    let at = from
    for (let child = 2 * at + 1; child < items.length; child = 2 * at + 1) {
      if (child + 1 < items.length && isBefore(items[child + 1]!, items[child]!)) child++
      const below = items[child]!
      if (!isBefore(below, item)) break
      put(below, at)
      at = child
    }
    put(item, at)
  }
  const move = (item: T, at: number): void => {
    if (rise(item, at) === at) sink(item, at)
  }

  return {
    first: () => items[0],
    has: (item) => places.has(item),
    place: (item) => move(item, places.get(item) ?? items.length),
    remove(item) {
      const at = places.get(item)
      if (at === undefined) return
      places.delete(item)
      const last = items.pop()!
      if (at < items.length) move(last, at)
    },
    clear() {
      items.length = 0
      places.clear()
    },
  }
}
