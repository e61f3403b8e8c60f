import { expect, test, vi } from 'vitest'
import { repeatRounds } from './rounds.ts'

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1))

test('rounds go on after faults, more seldom each time up to a limit, and at the usual pace once one works', async () => {
  vi.useFakeTimers()
  try {
    const life = new AbortController()
    const at: number[] = []
    const faults: number[] = []
    const begun = Date.now()
    const round = async (): Promise<void> => {
      at.push(Date.now() - begun)
      if (at.length <= 4) throw new RangeError('no L1')
    }
    const running = repeatRounds({ pollMs: 10, mostPolls: 4 }, { isReady: () => true, onFault: (_, failures) => faults.push(failures) }, round, life.signal)
    await vi.advanceTimersByTimeAsync(200)
    expect(at.slice(0, 7)).toEqual([10, 30, 70, 110, 150, 160, 170])
    expect(faults).toEqual([1, 2, 3, 4])
    life.abort()
    await vi.runAllTimersAsync()
    await running
  } finally {
    vi.useRealTimers()
  }
})

test('no round begins before its time, and one that hangs does not hang the end', async () => {
  const life = new AbortController()
  let [isReady, rounds] = [false, 0]
  const hanging = (): Promise<void> => {
    rounds += 1
    return new Promise(() => undefined)
  }
  const onFault = vi.fn()
  const running = repeatRounds({ pollMs: 1, mostPolls: 2 }, { isReady: () => isReady, onFault }, hanging, life.signal)
  for (let i = 0; i < 5; i++) await turn()
  expect(rounds).toBe(0)
  isReady = true
  await vi.waitFor(() => expect(rounds).toBe(1))
  life.abort()
  await running
  expect(onFault).not.toHaveBeenCalled()
})
