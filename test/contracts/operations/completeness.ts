import { describe, expect, test } from 'vitest'
import type { Database } from '#database/database.ts'
import { CodedError } from '#domain/errors.ts'
import { ADMIN, MONDAY, startTestMaintenance } from '../../helpers/maintenance.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Midnight in Shanghai after the day of `MONDAY`. */
const TUESDAY = Date.parse('2026-11-24T00:00:00+08:00')

/** A store in which the feeder sent as many samples of each metric an hour as `perHour` says, the pump none of anything. */
function feederSends(perHour: Record<string, (hour: number) => number>) {
  const asked: string[] = []
  return {
    asked,
    store: {
      range: async () => [],
      latest: async ({ equipment }: { equipment: string }) =>
        new Map(equipment === 'feeder-1' ? Object.keys(perHour).map(name => [name, { ts: TUESDAY, value: 1 }]) : []),
      downsample: async (query: { metric: string; equipment: string; from: number; to: number; everyMs: number }) => {
        asked.push(`${query.equipment} ${query.metric}`)
        const hours = Array.from({ length: (query.to - query.from) / HOUR }, (_, i) => query.from + i * HOUR)
        return hours.flatMap((ts, i) => {
          const count = perHour[query.metric]?.(i) ?? 0
          return count === 0 ? [] : [{ ts, mean: 1, min: 1, max: 1, count }]
        })
      },
    },
  }
}

/** Received and expected samples, on every operations database. `open` gives an empty one. */
export function completenessContract(kind: string, open: () => Promise<Database>): void {
  describe(`completeness of data on ${kind}`, () => {
    const startWith = async (perHour: Parameters<typeof feederSends>[0], params = {}) => {
      const fake = feederSends(perHour)
      const maintenance = await startTestMaintenance(await open(), { telemetry: fake.store, params })
      const dayOf = async () => (await maintenance.completeness.samplesOf('feeder-1'))[0]
      const countAt = async (ts: number) => {
        maintenance.clock.set(ts)
        await maintenance.completeness.count()
      }
      return { maintenance, fake, dayOf, countAt }
    }

    test('a day is counted an hour after its end, bursts make up for no gap, and what came late counts a day later', async () => {
      let late = 0
      const { maintenance, fake, dayOf, countAt } = await startWith({
        // Every minute: complete but for an hour that is missing and one that came double.
        currentL1: hour => (hour === 3 ? late : hour === 4 ? 120 : 60),
        // Every five minutes: half.
        powerFactor: () => 6,
        // Told when it changes, so that its silence says nothing.
        breakerState: () => 1,
      })
      await countAt(TUESDAY + HOUR - 1)
      expect((await dayOf())?.day).toBe('2026-11-22')
      await countAt(TUESDAY + HOUR)
      const expected = 24 * 60 + 24 * 12
      const before = { day: '2026-11-23', expected, received: 23 * 60 + 24 * 6, countedAt: TUESDAY + HOUR }
      expect(await dayOf()).toEqual(before)
      expect(new Set(fake.asked)).toEqual(new Set(['feeder-1 currentL1', 'feeder-1 powerFactor']))
      late = 60
      await countAt(TUESDAY + 2 * HOUR)
      expect(await dayOf()).toEqual(before)
      await countAt(TUESDAY + 25 * HOUR)
      const days = await maintenance.completeness.samplesOf('feeder-1')
      expect(days.slice(0, 2).map(({ day, received }) => [day, received])).toEqual([
        ['2026-11-24', 24 * 60 + 24 * 6],
        ['2026-11-23', 24 * 60 + 24 * 6],
      ])
      const asked = fake.asked.length
      await countAt(TUESDAY + 26 * HOUR)
      expect(fake.asked).toHaveLength(asked)
    })

    test('nothing is due while it was out of service or in a maintenance window, nor sooner than it reports', async () => {
      const { maintenance, dayOf, countAt } = await startWith({ currentL1: () => 4 }, { reportPeriodS: 900 })
      const { outOfService, windows, clock } = maintenance
      const { id } = await outOfService.add({ equipment: 'feeder-1', reason: '改造' }, ADMIN)
      const window = { site: 's1', kind: 'maintenance', reason: '检修', contact: '王' } as const
      await windows.add(
        { ...window, equipment: ['feeder-1'], startsAt: MONDAY + HOUR, endsAt: MONDAY + 3 * HOUR },
        ADMIN,
      )
      clock.set(MONDAY + 2 * HOUR)
      await outOfService.end(id, ADMIN)
      await countAt(TUESDAY + HOUR)
      // From eleven to two nothing was to come; of the other 21 hours four each.
      expect(await dayOf()).toMatchObject({ expected: 84, received: 84 })
    })

    test('reports add the days up, by place, of what is counted; a store that is away is asked again', async () => {
      const { maintenance, fake, countAt } = await startWith({ currentL1: () => 30 })
      const { downsample } = fake.store
      fake.store.downsample = async () => {
        throw new CodedError('STORE_UNAVAILABLE')
      }
      await expect(countAt(TUESDAY + HOUR)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
      fake.store.downsample = downsample
      const query = { from: TUESDAY - DAY, to: TUESDAY + DAY }
      expect((await maintenance.analytics.reliability(query)).completeness).toBeUndefined()
      await countAt(TUESDAY + 25 * HOUR)
      const report = await maintenance.analytics.reliability(query)
      expect(report).toMatchObject({ samples: { expected: 2 * 24 * 60, received: 24 * 60 }, completeness: 0.5 })
      expect(report.by.class.map(row => [row.key, row.completeness])).toEqual([
        ['elevator', undefined],
        ['feeder-circuit', 0.5],
        ['fire-pump', undefined],
      ])
      const one = await maintenance.analytics.reliability({ ...query, to: TUESDAY })
      expect(one.samples.expected).toBe(24 * 60)
    })

    test('a site of many pieces is added up whole, also when counting was stopped on the way', async () => {
      const { maintenance, fake, countAt } = await startWith({ currentL1: () => 30 })
      const { registry } = maintenance
      const place = { site: 's1', gateway: 'gw1', class: 'feeder-circuit', params: {}, occupancy: 'normal' as const }
      const many = Array.from({ length: 50 }, (_, i) => `many-${i}`)
      for (const id of many) await registry.addEquipment({ ...place, id, name: id })
      const { latest, downsample } = fake.store
      fake.store.latest = async ({ equipment }) =>
        await latest({ equipment: equipment.replace(/many-\d+/, 'feeder-1') })
      let asked = 0
      fake.store.downsample = async query => {
        if (asked++ === 30) throw new CodedError('STORE_UNAVAILABLE')
        return await downsample(query)
      }
      await expect(countAt(TUESDAY + 25 * HOUR)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
      await countAt(TUESDAY + 25 * HOUR)
      const query = { from: TUESDAY, to: TUESDAY + DAY }
      const report = await maintenance.analytics.reliability(query)
      expect(report.samples).toEqual({ expected: 51 * 24 * 60, received: 51 * 24 * 30 })
      await countAt(TUESDAY + 49 * HOUR)
      expect((await maintenance.analytics.reliability(query)).samples).toEqual(report.samples)
    })
  })
}
