/** What an item of a queue carries. It stands in one queue at a time, or in none. */
export interface Links<T> {
  before: T | undefined
  after: T | undefined
  queued: boolean
}

/** A doubly linked queue: an item leaves from the middle in O(1), and nothing of it stays behind. */
export interface Queue<T> {
  readonly size: number
  first(): T | undefined
  push(item: T): void
  pushFront(item: T): void
  /** Takes out the first item. */
  shift(): T | undefined
  /** Does nothing if the item is in no queue. */
  remove(item: T): void
}

export function createQueue<T extends Links<T>>(): Queue<T> {
  let head: T | undefined
  let tail: T | undefined
  let size = 0

  const link = (item: T, before: T | undefined, after: T | undefined): void => {
    item.before = before
    item.after = after
    item.queued = true
    if (before === undefined) head = item
    else before.after = item
    if (after === undefined) tail = item
    else after.before = item
    size++
  }
  const remove = (item: T): void => {
    if (!item.queued) return
    if (item.before === undefined) head = item.after
    else item.before.after = item.after
    if (item.after === undefined) tail = item.before
    else item.after.before = item.before
    item.before = item.after = undefined
    item.queued = false
    size--
  }

  return {
    get size() {
      return size
    },
    first: () => head,
    push: (item) => link(item, tail, undefined),
    pushFront: (item) => link(item, undefined, head),
    shift() {
      const item = head
      if (item !== undefined) remove(item)
      return item
    },
    remove,
  }
}
