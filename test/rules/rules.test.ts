import { afterEach, expect, test, vi } from 'vitest'
import type { FaultTransition } from '#domain/faults.ts'
import { silentLog } from '#domain/log.ts'
import { type Clock, telemetryClock, wallClock } from '#domain/time.ts'
import { createRules, type Rules, type RulesNeeds } from '#rules'
import { memorySpool } from '../helpers/memorySpool.ts'
import { catalogue, makeEquipment, reading, T0 } from './story.ts'

const pump = makeEquipment('fire-pump')
const lift = makeEquipment('elevator')
const running: Rules[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map(rules => rules.stop()))
})

/** What the maintenance stage keeps: each transition once, and the faults that are open. */
function faultBook() {
  const handled = new Map<string, FaultTransition>()
  return {
    list: () => [...handled.values()].map(t => [t.code, t.to]),
    transitions: () => [...handled.values()],
    handle: async (transitions: readonly FaultTransition[]) => {
      for (const t of transitions) if (!handled.has(`${t.id} ${t.to}`)) handled.set(`${t.id} ${t.to}`, t)
    },
    open: async () =>
      [...handled.values()]
        .filter(t => t.to === 'firing' && !handled.has(`${t.id} resolved`))
        .map(({ id, equipment, code, at }) => ({ id, equipment, code, firedAt: at })),
  }
}

async function start(
  spool: ReturnType<typeof memorySpool>,
  book: ReturnType<typeof faultBook>,
  more: Partial<RulesNeeds> = {},
) {
  const fleet = [pump, lift]
  const rules = await createRules({
    reader: spool.reader(),
    catalogue,
    equipment: id => fleet.find(e => e.id === id),
    listEquipment: () => fleet,
    openFaults: book.open,
    handle: book.handle,
    clock: telemetryClock(),
    log: silentLog,
    ...more,
  })
  running.push(rules)
  return rules
}

const missedTest = (s: number, hoursSinceTest: number) => reading(pump, T0 + s * 1000, { hoursSinceTest })

test('a reading beyond its limit becomes a fault, and its end the end of it', async () => {
  const [spool, book] = [memorySpool(), faultBook()]
  const clock = telemetryClock()
  const rules = await start(spool, book, { clock })
  spool.push(missedTest(0, 800))
  await vi.waitFor(() => expect(book.list()).toEqual([['FPU-TEST-MISSED', 'firing']]))
  expect(await rules.view(pump.id)).toMatchObject({ lastSeen: T0 })
  expect((await rules.view(pump.id)).values.get('hoursSinceTest')).toMatchObject({ value: 800, ts: T0 })
  expect(clock.now()).toBe(T0)
  spool.push(missedTest(60, 1))
  await vi.waitFor(() =>
    expect(book.list()).toEqual([
      ['FPU-TEST-MISSED', 'firing'],
      ['FPU-TEST-MISSED', 'resolved'],
    ]),
  )
  expect(await rules.stats()).toMatchObject({ position: 2, lagRecords: 0, eventTime: T0 + 60_000 })
  expect((await rules.view('nothing')).values.size).toBe(0)
})

test('while faults cannot be made durable nothing is skipped and the cursor stays', async () => {
  const [spool, book] = [memorySpool(), faultBook()]
  let refusals = 2
  const handle = vi.fn(async (transitions: readonly FaultTransition[]) => {
    if (refusals-- > 0) throw new Error('database is away')
    await book.handle(transitions)
  })
  await start(spool, book, { handle })
  spool.push(missedTest(0, 800))
  await vi.waitFor(() => expect(handle).toHaveBeenCalledTimes(1))
  spool.push(missedTest(60, 1))
  expect(spool.cursor()).toBe(0)
  await vi.waitFor(() =>
    expect(book.list()).toEqual([
      ['FPU-TEST-MISSED', 'firing'],
      ['FPU-TEST-MISSED', 'resolved'],
    ]),
  )
})

test('stopped while faults cannot be handed on: they come again after the restart', async () => {
  const [spool, book] = [memorySpool(), faultBook()]
  const handle = vi.fn(() => Promise.reject(new Error('database is away')))
  const first = await start(spool, book, { handle })
  spool.push(missedTest(0, 800), missedTest(60, 1))
  await vi.waitFor(() => expect(handle).toHaveBeenCalled())
  await first.stop()
  expect(spool.cursor()).toBe(0)
  await start(spool, book)
  await vi.waitFor(() =>
    expect(book.list()).toEqual([
      ['FPU-TEST-MISSED', 'firing'],
      ['FPU-TEST-MISSED', 'resolved'],
    ]),
  )
})

test('a duration goes on over a restart', async () => {
  const [spool, book] = [memorySpool(), faultBook()]
  const first = await start(spool, book)
  spool.push(reading(pump, T0, { controlMode: 2 }), reading(pump, T0 + 150_000, { controlMode: 2 }))
  await vi.waitFor(async () =>
    expect(await first.pending(pump.id)).toMatchObject([{ code: 'FPU-NOTAUTO', firesAt: T0 + 300_000 }]),
  )
  await first.stop()
  expect(spool.cursor()).toBe(2)
  const second = await start(spool, book)
  expect(await second.pending(pump.id)).toMatchObject([{ code: 'FPU-NOTAUTO', firesAt: T0 + 300_000 }])
  spool.push(reading(pump, T0 + 299_000, { controlMode: 2 }), reading(pump, T0 + 301_000, { controlMode: 2 }))
  await vi.waitFor(() => expect(book.transitions()).toMatchObject([{ code: 'FPU-NOTAUTO', at: T0 + 300_000 }]))
})

test('the database and the saved state are reconciled at the start', async () => {
  const [spool, book] = [memorySpool(), faultBook()]
  const open = { id: 'f-from-the-database', equipment: pump.id, code: 'FPU-TEST-MISSED', firedAt: T0 }
  const rules = await start(spool, book, { openFaults: async () => [open] })
  spool.push(missedTest(60, 800), missedTest(120, 1))
  await vi.waitFor(() => expect(book.transitions()).toMatchObject([{ id: open.id, to: 'resolved', at: T0 + 120_000 }]))
  spool.push(missedTest(180, 800))
  await vi.waitFor(() => expect(book.list()).toHaveLength(2))
  await rules.stop()

  const forgetful = faultBook()
  await start(spool, forgetful)
  await vi.waitFor(() => expect(forgetful.transitions()).toMatchObject([{ to: 'firing', at: T0 + 180_000 }]))
})

test('a saved state that cannot be read is said and built up again', async () => {
  const [spool, book] = [memorySpool(), faultBook()]
  spool.state.set(`equipment:${pump.id}`, '{"version":1,"samples":')
  spool.state.set(`equipment:${lift.id}`, '{"version":99}')
  const error = vi.fn()
  const open = { id: 'f-from-the-database', equipment: pump.id, code: 'FPU-TEST-MISSED', firedAt: T0 }
  await start(spool, book, { log: { ...silentLog, error }, openFaults: async () => [open] })
  spool.push(missedTest(60, 1))
  await vi.waitFor(() => expect(book.transitions()).toMatchObject([{ id: open.id, to: 'resolved' }]))
  expect(error).toHaveBeenCalledTimes(1)
})

test('a person resets a latched fault when its condition is over', async () => {
  const [spool, book] = [memorySpool(), faultBook()]
  const rules = await start(spool, book)
  const beyond = { carDirection: 1, carDoorState: 3, doorZone: false }
  spool.push(reading(lift, T0, beyond))
  await vi.waitFor(() => expect(book.list()).toEqual([['ELV-UCM', 'firing']]))
  expect(await rules.reset(lift.id, 'ELV-UCM')).toBe('stillActive')
  expect(await rules.reset(lift.id, 'ELV-TRAP')).toBe('unknown')
  expect(await rules.reset('nothing', 'ELV-UCM')).toBe('unknown')
  spool.push(reading(lift, T0 + 1000, { ...beyond, doorZone: true }))
  await vi.waitFor(async () => expect((await rules.stats()).position).toBe(2))
  expect(await rules.reset(lift.id, 'ELV-UCM')).toBe('resolved')
  expect(book.list()).toEqual([
    ['ELV-UCM', 'firing'],
    ['ELV-UCM', 'resolved'],
  ])
  expect(await rules.reset(lift.id, 'ELV-UCM')).toBe('unknown')
})

test('by the wall clock a duration runs out while nothing arrives', async () => {
  const [spool, book] = [memorySpool(), faultBook()]
  let now = T0
  const clock: Clock = { ...wallClock(), now: () => now }
  await start(spool, book, { clock, checkpointMs: 100 })
  const low = reading(pump, T0, { supplyVoltage: 300 })
  spool.push(low)
  await vi.waitFor(() => expect(spool.cursor()).toBe(1))
  expect(book.list()).toEqual([])
  now = T0 + 12_000
  await vi.waitFor(() => expect(book.transitions()).toMatchObject([{ code: 'FPU-POWER', at: T0 + 10_000 }]), {
    timeout: 10_000,
  })
})

test('a fault that can never be handed on holds up no other, and is handed on again after a restart', async () => {
  const [spool, book] = [memorySpool(), faultBook()]
  let refused = 0
  const handle = async (transitions: readonly FaultTransition[]) => {
    if (transitions.some(({ equipment }) => equipment === lift.id)) {
      refused++
      throw new Error('a constraint that it breaks')
    }
    await book.handle(transitions)
  }
  const first = await start(spool, book, { handle })
  const tooFast = { carDirection: 1, carSpeed: 2.5 }
  spool.push(reading(lift, T0, tooFast), reading(lift, T0 + 1000, tooFast), missedTest(0, 800))
  await vi.waitFor(() => expect(refused).toBeGreaterThan(1))
  await vi.waitFor(() => expect(book.list()).toEqual([['FPU-TEST-MISSED', 'firing']]), 10_000)
  spool.push(missedTest(60, 1))
  await vi.waitFor(() => expect(book.list()).toHaveLength(2), 2_000)
  await first.stop()
  await start(spool, book)
  await vi.waitFor(() => expect(book.list()).toContainEqual(['ELV-OVERTRAVEL', 'firing']))
})
