import { useEffect, useState } from 'react'

const SECOND_MS = 1_000

/** The page's own clock in milliseconds, second by second: for countdowns between two answers of the node. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
