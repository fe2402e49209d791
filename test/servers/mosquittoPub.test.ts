import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { requireBinary } from '../helpers/realServer.ts'
import { eventually, startTestService, type TestService } from '../helpers/service.ts'

const binary = requireBinary('mosquitto_pub')
const run = promisify(execFile)
const TOPIC = 'facility/v1/s1/gw-1/lift-1/telemetry'

const publish = ({ service }: TestService, password: string, message: string, gateway = 'gw-1') =>
  run(binary as string, [
    ...['-h', '127.0.0.1', '-p', String(service.mqtt), '-q', '1'],
    ...['-i', gateway, '-u', gateway, '-P', password],
    ...['-t', TOPIC, '-m', message],
  ])

/** A sensor that we did not write. */
describe.skipIf(binary === undefined)("Debian's mosquitto_pub with a gateway's credentials", () => {
  test('a reading beyond a limit of the lift opens its ticket with the part reserved', async () => {
    const service = await startTestService()
    const password = await service.register('gw-1', [{ id: 'lift-1', class: 'elevator', params: { ratedSpeed: 1.75 } }])
    await service.api('PATCH /parts/ELV-BRK-PAD-01', { onHand: 2 })
    await service.api('PATCH /parts/ELV-LIM-SW-01', { onHand: 2 })

    await publish(service, password, '{"metrics":{"carDirection":1,"carSpeed":2.1}}')

    const answer = await eventually(
      () => service.api('/tickets?equipment=lift-1'),
      ({ body }) => body.items.length > 0,
    )
    expect(answer.body.items).toHaveLength(1)
    expect(answer.body.items[0]).toMatchObject({ faultCode: 'ELV-OVERTRAVEL', priority: 'P0', status: 'new' })
    expect(answer.body.items[0].parts).toEqual(
      expect.arrayContaining([
        { partNo: 'ELV-BRK-PAD-01', quantity: 1, status: 'reserved', store: 'main' },
        { partNo: 'ELV-LIM-SW-01', quantity: 2, status: 'reserved', store: 'main' },
      ]),
    )
  })

  test('a reading just inside the limit opens none', async () => {
    const service = await startTestService()
    const password = await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
    await publish(service, password, '{"metrics":{"carDirection":1,"carSpeed":2.0}}')
    const url = '/equipment/lift-1/telemetry?metric=carSpeed'
    await eventually(
      () => service.api(url),
      ({ body }) => body.points?.length === 1,
    )
    expect((await service.api('/tickets')).body.items).toEqual([])
  })

  test.each([
    ['a wrong password', 'gw-1', 'wrong'],
    ['an unknown gateway', 'gw-9', undefined],
  ])('%s is refused and nothing is stored', async (_what, gateway, given) => {
    const service = await startTestService()
    const password = await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }])
    const message = '{"metrics":{"carDirection":1,"carSpeed":2.1}}'
    await expect(publish(service, given ?? password, message, gateway)).rejects.toMatchObject({ code: 5 })
    expect((await service.api('/equipment/lift-1/telemetry?metric=carSpeed')).body.points).toEqual([])
  })
})
