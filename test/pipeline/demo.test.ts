import { expect, onTestFinished, test } from 'vitest'
import { silentLog } from '#domain/log.ts'
import { PLACE_CLASS } from '#domain/placeClass.ts'
import { ESTATE } from '../../cli/demo/estate.ts'
import { seedDemo } from '../../cli/demo/seed.ts'
import { startDemo } from '../../cli/demo/start.ts'
import { eventually, startTestService } from '../helpers/service.ts'

test('the demo shows its estate at once, and its first tickets open by themselves', { timeout: 60_000 }, async () => {
  const { service, api } = await startTestService()
  const { gateways } = await seedDemo({ ...service, now: Date.now() })
  const demo = await startDemo({ mqttUrl: `mqtt://127.0.0.1:${service.mqtt}`, gateways, log: silentLog })
  onTestFinished(() => demo.stop())
  const { body } = await api('/equipment')
  const there = body.items.filter((e: { class: string }) => e.class !== PLACE_CLASS)
  expect(there).toHaveLength(ESTATE.equipment.length)

  const open = await eventually(
    async () => (await api('/tickets?open=true')).body.items as { faultCode: string; parts: { status: string }[] }[],
    tickets => tickets.filter(ticket => ticket.faultCode !== undefined).length >= 2,
  )
  expect(open.map(t => t.faultCode)).toEqual(expect.arrayContaining(['FDC-TRIP', 'TRF-DOOR']))
  expect(open.find(t => t.faultCode === 'FDC-TRIP')?.parts).toMatchObject([{ status: 'reserved' }])
  const live = (await api('/equipment')).body.items as { id: string; state: string }[]
  expect(live.filter(e => e.state === 'noData').map(e => e.id)).toEqual([])
  expect((await api('/rejected')).body.items).toEqual([])
})
