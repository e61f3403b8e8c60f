import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'

export interface Series {
  readonly label: string
  /** a custom property of the theme: --color-ether */
  readonly color: string
  readonly values: readonly number[]
  /** on the axis at the other side */
  readonly isRight?: boolean
  readonly isStepped?: boolean
}

interface PlotProps {
  /** seconds, ascending */
  readonly times: readonly number[]
  readonly series: readonly Series[]
  readonly language: string
  /** what the plot shows, in a sentence: for who cannot see it */
  readonly words: string
}

const HEIGHT = 240
const FONT = '12px "Figtree Variable", system-ui, sans-serif'

/** A plot over time. uPlot draws on a canvas, so colours are taken from the theme as it is, and taken anew when that changes. */
export function Plot({ times, series, language, words }: PlotProps) {
  const holder = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = holder.current
    if (element === null) return undefined
    let plot: uPlot | undefined
    const draw = (): void => {
      plot?.destroy()
      plot = new uPlot(optionsFor(element, series, language), [times, ...series.map(({ values }) => values)].map((list) => [...list]) as uPlot.AlignedData, element)
    }
    draw()
    const sizes = new ResizeObserver(() => plot?.setSize({ width: element.clientWidth, height: HEIGHT }))
    sizes.observe(element)
    const themes = new MutationObserver(draw)
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    const system = window.matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', draw)
    return () => {
      sizes.disconnect()
      themes.disconnect()
      system.removeEventListener('change', draw)
      plot?.destroy()
    }
  }, [times, series, language])
  return (
    <figure className="grid gap-2">
      <div ref={holder} role="img" aria-label={words} className="min-h-60 w-full" dir="ltr" />
      <figcaption className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {series.map(({ label, color }) => <span key={label} className="flex items-center gap-2"><span aria-hidden className={`h-1 w-5 rounded-full ${DOTS[color] ?? ''}`} />{label}</span>)}
      </figcaption>
    </figure>
  )
}

/** Tailwind finds names that stand in the source. */
const DOTS: { readonly [color: string]: string | undefined } = { '--color-ether': 'bg-ether', '--color-token': 'bg-token', '--color-reputation': 'bg-reputation' }

/** light-dark() has its value where it is used: an element of the plot's own theme tells it. */
function colorOf(element: HTMLElement, name: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${name})`
  element.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

function optionsFor(element: HTMLElement, series: readonly Series[], language: string): uPlot.Options {
  const [soft, line] = [colorOf(element, '--color-soft'), colorOf(element, '--color-line')]
  const number = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 })
  const axis = (side: 1 | 3, scale: string): uPlot.Axis => ({
    scale, side, stroke: soft, font: FONT, size: 64, ticks: { show: false }, grid: { show: side === 3, stroke: line, width: 1 }, values: (_plot, values) => values.map((value) => number.format(value)),
  })
  const time: uPlot.Axis = { stroke: soft, font: FONT, ticks: { show: false }, grid: { show: false }, space: 90, values: (_plot, values) => timesIn(language, values) }
  const isTwo = series.some(({ isRight }) => isRight === true)
  return {
    width: element.clientWidth, height: HEIGHT, legend: { show: false }, cursor: { show: false }, padding: [12, isTwo ? 0 : 12, 0, 0],
    scales: { left: { range: fromZero }, ...(isTwo ? { right: { range: fromZero } } : {}) },
    axes: [time, axis(3, 'left'), ...(isTwo ? [axis(1, 'right')] : [])],
    series: [{}, ...series.map((each): uPlot.Series => strokeOf(element, each))],
  }
}

function strokeOf(element: HTMLElement, { label, color, isRight = false, isStepped = false }: Series): uPlot.Series {
  const stroke = colorOf(element, color)
  const paths = isStepped ? uPlot.paths.stepped?.({ align: 1 }) : undefined
  return { label, stroke, width: 2.5, scale: isRight ? 'right' : 'left', points: { show: false }, ...(isRight ? {} : { fill: stroke.replace(')', ' / 0.1)').replace(/^rgb\((\d+), (\d+), (\d+) \//, 'rgb($1 $2 $3 /') }), ...(paths === undefined ? {} : { paths }) }
}

/** From nothing on: a plot that begins just below its line makes much of little. */
const fromZero = (_plot: uPlot, _least: number | null, most: number | null): [number, number] => [0, (most ?? 0) === 0 ? 1 : (most ?? 1) * 1.1]

function timesIn(language: string, values: readonly number[]): string[] {
  const [first = 0, last = 0] = [values[0], values.at(-1)]
  const style: Intl.DateTimeFormatOptions = last - first < 172_800 ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short' }
  const format = new Intl.DateTimeFormat(language, style)
  return values.map((value) => format.format(new Date(value * 1_000)))
}
