import uPlot from 'uplot'
import type { ChartTrend } from './trendLine.ts'

/** A horizontal line: `alarm` is a limit that was crossed, `healthy` the border of the usual. */
export interface ChartLimit {
  value: number
  label: string
  tone: 'alarm' | 'healthy'
}

/** A vertical line where something happened. */
export interface ChartMarker {
  ts: number
  label: string
}

export interface ChartSettings {
  element: HTMLElement
  width: number
  height: number
  timeLabel: string
  label: string
  unit: string
  stepped: boolean
  /** Names of the values of a state. */
  names: ReadonlyMap<number, string> | undefined
  limits(): readonly ChartLimit[]
  markers(): readonly ChartMarker[]
  trend(): ChartTrend | undefined
  zone: string
  number(value: number): string
  moment(at: number): string
  onZoom(on: boolean): void
  window(): { min: number; max: number }
}

type Colour = (name: string) => string

const coloursOf =
  (element: HTMLElement): Colour =>
  name =>
    getComputedStyle(element).getPropertyValue(`--${name}`).trim()

function drawLimits(plot: uPlot, settings: ChartSettings, colour: Colour): void {
  const { ctx, bbox } = plot
  const ratio = uPlot.pxRatio
  ctx.save()
  ctx.font = `${11 * ratio}px ${getComputedStyle(settings.element).fontFamily}`
  for (const { value, label, tone } of settings.limits()) {
    const y = plot.valToPos(value, 'y', true)
    if (y < bbox.top || y > bbox.top + bbox.height) continue
    ctx.strokeStyle = ctx.fillStyle = colour(tone === 'alarm' ? 'p1' : 'line')
    ctx.lineWidth = (tone === 'alarm' ? 1.5 : 1) * ratio
    ctx.setLineDash(tone === 'alarm' ? [] : [5 * ratio, 4 * ratio])
    ctx.beginPath()
    ctx.moveTo(bbox.left, y)
    ctx.lineTo(bbox.left + bbox.width, y)
    ctx.stroke()
    const above = y - bbox.top > 16 * ratio
    const end = tone === 'alarm'
    ctx.textAlign = end ? 'right' : 'left'
    const x = end ? bbox.left + bbox.width - 6 * ratio : bbox.left + 6 * ratio
    ctx.fillText(`${label} ${settings.number(value)}`, x, above ? y - 4 * ratio : y + 13 * ratio)
  }
  ctx.restore()
}

function drawMarkers(plot: uPlot, settings: ChartSettings, colour: Colour): void {
  const { ctx, bbox } = plot
  const ratio = uPlot.pxRatio
  ctx.save()
  ctx.font = `${11 * ratio}px ${getComputedStyle(settings.element).fontFamily}`
  ctx.strokeStyle = ctx.fillStyle = colour('ink-soft')
  ctx.setLineDash([2 * ratio, 3 * ratio])
  ctx.lineWidth = ratio
  for (const { ts, label } of settings.markers()) {
    const x = plot.valToPos(ts / 1000, 'x', true)
    if (x < bbox.left || x > bbox.left + bbox.width) continue
    ctx.beginPath()
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
    const right = x > bbox.left + bbox.width * 0.8
    ctx.textAlign = right ? 'right' : 'left'
    ctx.fillText(label, x + (right ? -4 : 4) * ratio, bbox.top + bbox.height - 5 * ratio)
  }
  ctx.restore()
}

function drawTrend(plot: uPlot, settings: ChartSettings, colour: Colour): void {
  const trend = settings.trend()
  if (!trend) return
  const { ctx, bbox } = plot
  const ratio = uPlot.pxRatio
  const point = ({ ts, value }: ChartTrend['from']) =>
    [plot.valToPos(ts / 1000, 'x', true), plot.valToPos(value, 'y', true)] as const
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  ctx.strokeStyle = colour('p2')
  ctx.lineWidth = 1.75 * ratio
  ctx.setLineDash([7 * ratio, 4 * ratio])
  ctx.beginPath()
  ctx.moveTo(...point(trend.from))
  ctx.lineTo(...point(trend.to))
  ctx.stroke()
  ctx.restore()
}

/** The lines a person compares with have to be on the chart, so the limits belong to the range of the scale. */
function yRange(settings: ChartSettings, min: number | null, max: number | null): uPlot.Range.MinMax {
  if (settings.names && settings.names.size > 0) {
    const codes = [...settings.names.keys()]
    return [Math.min(...codes) - 0.3, Math.max(...codes) + 0.3]
  }
  const alarms = settings.limits().map(limit => limit.value)
  const low = Math.min(min ?? Number.POSITIVE_INFINITY, ...alarms)
  const high = Math.max(max ?? Number.NEGATIVE_INFINITY, ...alarms)
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1]
  const pad = (high - low || Math.abs(high) || 1) * 0.08
  return [low - pad, high + pad]
}

function axes(settings: ChartSettings, colour: Colour): uPlot.Axis[] {
  const font = `12px ${getComputedStyle(settings.element).fontFamily}`
  const common = {
    stroke: colour('ink-soft'),
    font,
    grid: { stroke: colour('hair'), width: 1 },
    ticks: { show: false },
  }
  const y: uPlot.Axis = settings.names
    ? {
        ...common,
        size: 96,
        splits: () => [...(settings.names?.keys() ?? [])],
        values: (_, codes) => codes.map(code => settings.names?.get(code) ?? ''),
      }
    : { ...common, size: 62, values: (_, values) => values.map(value => settings.number(value)) }
  const day = '{M}/{D}'
  const x: uPlot.Axis = {
    ...common,
    space: 64,
    values: [
      [86_400, day, null, null, null, null, null, null, 1],
      [60, '{HH}:{mm}', `\n${day}`, null, `\n${day}`, null, null, null, 1],
      [1, '{HH}:{mm}:{ss}', `\n${day}`, null, `\n${day}`, null, null, null, 1],
    ],
  }
  return [x, y]
}

function series(settings: ChartSettings, colour: Colour): uPlot.Series[] {
  const shown = (value: number | null) =>
    value === null ? '–' : (settings.names?.get(value) ?? `${settings.number(value)} ${settings.unit}`)
  const edge: uPlot.Series = { show: true, stroke: 'transparent', width: 0, points: { show: false } }
  return [
    { label: settings.timeLabel, value: (_, seconds) => (seconds == null ? '–' : settings.moment(seconds * 1000)) },
    {
      label: settings.label,
      stroke: colour('series'),
      width: 1.75,
      points: { size: 4, fill: colour('series') },
      value: (_, value) => shown(value),
      ...(settings.stepped && uPlot.paths.stepped && { paths: uPlot.paths.stepped({ align: 1 }) }),
    },
    { ...edge, label: 'min' },
    { ...edge, label: 'max' },
  ]
}

/** uPlot's options: the sites' zone and a 24-hour clock (its own default is the American one), limits and markers drawn on. */
export function chartOptions(settings: ChartSettings): uPlot.Options {
  const colour = coloursOf(settings.element)
  return {
    width: settings.width,
    height: settings.height,
    tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), settings.zone),
    cursor: { drag: { x: true, y: false, setScale: true }, points: { size: 7 } },
    scales: {
      x: { time: true, ...settings.window() },
      y: { range: (_, min, max) => yRange(settings, min, max) },
    },
    axes: axes(settings, colour),
    series: series(settings, colour),
    bands: [{ series: [3, 2], fill: colour('band') }],
    hooks: {
      draw: [drawLimits, drawTrend, drawMarkers].map(draw => (plot: uPlot) => draw(plot, settings, colour)),
      setSelect: [plot => plot.select.width > 0 && settings.onZoom(true)],
    },
  }
}
