import { expect, test } from 'vitest'
import { telemetryClock } from '#domain/time.ts'
import { eventually, startTestService } from '../helpers/service.ts'

const HOUR = 3_600_000

test('a recording that is read far ahead opens its tickets at the moments it tells of', async () => {
  const service = await startTestService({}, telemetryClock())
  const password = await service.register('gw-1', [{ id: 'feeder-1', class: 'feeder-circuit' }])
  const mqtt = await service.mqtt('gw-1', password)
  const start = Date.parse('2026-03-02T01:00:00Z')
  const hours = Array.from({ length: 200 }, (_, hour) => ({
    ts: start + hour * HOUR,
    metrics: { breakerState: hour === 3 ? 2 : 1 },
  }))
  await mqtt.publishAsync('facility/v1/s1/gw-1/feeder-1/telemetry', JSON.stringify(hours), { qos: 1 })
  const { body } = await eventually(
    () => service.api('/tickets?equipment=feeder-1'),
    answer => answer.body.items.some((t: { faultCode: string }) => t.faultCode === 'FDC-TRIP'),
  )
  const ticket = body.items.find((t: { faultCode: string }) => t.faultCode === 'FDC-TRIP')
  expect(Date.parse(ticket.openedAt) - start).toBe(3 * HOUR)
  expect(Date.parse(ticket.clocks.find((c: { kind: string }) => c.kind === 'acknowledge').dueAt)).toBeLessThan(
    start + 4 * HOUR,
  )
})
