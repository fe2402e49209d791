import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '#database/database.ts'
import { openRegistry } from '#database/registry.ts'
import { loadCatalogue } from '#domain/catalogue.ts'
import type { MetricValue, Reading } from '#domain/telemetry.ts'
import type { TelemetryStore } from '#domain/telemetryStore.ts'
import { openTelemetryStore } from '#ingest'
import { backtest, backtestAll } from '#rules'
import { say } from './ingest/say.ts'

const MINUTE = 60_000
const DAY = 1440
const START = Date.UTC(2025, 0, 1)
const LIFT = { site: 's', gateway: 'g', equipment: 'lift', class: 'elevator' }
/** Readings appended at a time. */
const BATCH = 20_000

/** Between 0 and 1, the same for the same minute. */
const noise = (minute: number, of: number): number => {
  const x = Math.sin(minute * 12.9898 + of * 78.233) * 43_758.5453
  return x - Math.floor(x)
}

/** A trip every five minutes: a minute of travel, then the doors. */
function trip(minute: number): Record<string, MetricValue> {
  const step = minute % 5
  if (step === 0) return { carDirection: 1, doorZone: false, carOccupied: true, carDoorState: 1 }
  if (step === 1) {
    const currentFloor = Math.floor(noise(minute, 1) * 20)
    const levellingError = noise(minute, 2) * 6 - 3
    return { carDirection: 0, doorZone: true, carDoorState: 2, currentFloor, levellingError, doorMotorCurrent: 1.4 }
  }
  if (step === 2) return { carDoorState: 4, carOccupied: false, doorCloseTime: 2.5 + noise(minute, 3) }
  return {}
}

/** What a lift reports in one minute of its year: hot for two hours a month, and rough for an hour a week. */
function metricsAt(minute: number): Record<string, MetricValue> {
  const hot = minute % (30 * DAY) < 120
  const rough = minute % (7 * DAY) < 60
  return {
    motorTemperature: (hot ? 125 : 55) + noise(minute, 4) * 4,
    machineVibration: (rough ? 12 : 1.2) + noise(minute, 5),
    supplyVoltage: 380 + noise(minute, 6) * 4,
    carSpeed: minute % 5 === 0 ? 1.75 : 0,
    ...trip(minute),
    ...(minute % 5 === 0 && { tripCount: minute / 5, doorCycleCount: minute / 4, machineRoomTemperature: 26 }),
    ...(minute % 60 === 0 && { brakeGap: 0.4, ropeBendCount: minute, serviceMode: 1, safetyChainClosed: true }),
    ...(minute % DAY === 0 && { ropeTensionDeviation: 2, ropeDiameterRatio: 99.5 }),
  }
}

async function fill(store: TelemetryStore, days: number): Promise<number> {
  let values = 0
  for (let from = 0; from < days * DAY; from += BATCH) {
    const count = Math.min(BATCH, days * DAY - from)
    const readings = Array.from({ length: count }, (_, i): Reading => {
      const ts = START + (from + i) * MINUTE
      const metrics = metricsAt(from + i)
      values += Object.keys(metrics).length
      return { ...LIFT, ts, receivedAt: ts, metrics, backfill: false }
    })
    await store.append(readings)
  }
  return values
}

/** Says every tenth of the way how far it is. */
function progress(what: string) {
  let told = 0
  return ({ done, readings, firings }: { done: number; readings: number; firings: number }) => {
    if (done < told + 0.1) return
    told = Math.floor(done * 10) / 10
    say(`  ${what}: ${Math.round(done * 100)} %, ${readings} readings, ${firings} firings`)
  }
}

async function play(dataDir: string, store: TelemetryStore, days: number) {
  const database = await openDatabase({ dataDir })
  try {
    const registry = await openRegistry(database, () => START)
    await registry.addSite({ id: 's', name: 'Bench', timezone: 'Asia/Shanghai' })
    await registry.addGateway({ id: 'g', site: 's' })
    const named = { id: 'lift', name: 'lift', class: 'elevator', params: {}, occupancy: 'normal' as const }
    await registry.addEquipment({ ...named, site: 's', gateway: 'g' })
    const catalogue = loadCatalogue()
    const needs = { database, store, catalogue, ...registry }
    const range = { from: START, to: START + days * DAY * MINUTE }
    const tried = (catalogue.classes.get('elevator')?.faults ?? []).map(rule => ({ class: 'elevator', rule }))
    const hot = tried.find(each => each.rule.code === 'ELV-MOTOR-HOT')
    if (!hot) throw new Error('ELV-MOTOR-HOT is gone')
    const signal = new AbortController().signal
    const one = await backtest(needs, { ...hot, ...range }, { signal, onProgress: progress('one rule') })
    const all = await backtestAll(needs, tried, range, { signal, onProgress: progress('all rules') })
    return { one, all }
  } finally {
    await database.close()
  }
}

/** A year of one lift that reports by the minute, in the embedded store, played by one rule and by all of its class. */
export async function backtestYear(days = 365) {
  const dataDir = await mkdtemp(join(tmpdir(), 'caretaker-bench-'))
  try {
    const store = await openTelemetryStore({ dataDir })
    try {
      say(`  writing ${days} days`)
      const values = await fill(store, days)
      const { one, all } = await play(dataDir, store, days)
      return { days, values, one: figures(one, 1), all: figures(all, all.rules.length) }
    } finally {
      await store.close()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

const figures = (
  { tookMs, readings, firings }: { tookMs: number; readings: number; firings: number },
  rules: number,
) => ({
  ...{ rules, seconds: tookMs / 1000, readings, firings, readingsPerSecond: Math.round(readings / (tookMs / 1000)) },
})

export function showBacktestYear({ days, values, one, all }: Awaited<ReturnType<typeof backtestYear>>): void {
  say(`${days} days of one lift, ${values} values`)
  console.table([one, all])
}
