interface BarProps {
  readonly label: string
  /** of `most`; more than that is shown as full */
  readonly value: bigint
  readonly most: bigint
  readonly color?: string
}

const POINTS = 10_000n

/** How much of something there is, for eyes and for screen readers. */
export function Bar({ label, value, most, color = 'bg-brand' }: BarProps) {
  const points = most === 0n ? POINTS : (value * POINTS) / most
  const share = Number(points > POINTS ? POINTS : points) / 100
  return (
    <div role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.floor(share)} className="h-3 w-full overflow-hidden rounded-full bg-sunk">
      <div className={`h-full rounded-full ${color}`} style={{ width: `${share}%` }} />
    </div>
  )
}
