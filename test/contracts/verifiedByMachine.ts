import { expect, test } from 'vitest'
import type { Config } from '#config'
import { telemetryClock } from '#domain/time.ts'
import { eventually, startTestService } from '../helpers/service.ts'

/** A repair is verified, or sent back, by what the equipment sends over MQTT. `open` says where tickets are kept. */
export function verifiedByMachineContract(kind: string, open: () => Promise<Partial<Config>>): void {
  test(`a ticket waits until its condition has been clear and known for the rule's time; what does not hold goes back to its technician, ${kind}`, async () => {
    const service = await startTestService(await open(), telemetryClock())
    const password = await service.register('gw-1', [{ id: 'feeder-1', class: 'feeder-circuit' }])
    await service.api('POST /technicians', { id: 'li', name: '李师傅', skills: ['SK-ELE-LV'] })
    const mqtt = await service.mqtt('gw-1', password)
    const start = Date.now() - 3_600_000
    /** Voltage of the phase that is lost; null where the meter does not know. Returns once the rules have seen it. */
    const send = async (second: number, volts: number | null) => {
      const ts = start + second * 1000
      const metrics = { voltageL1N: volts, voltageL2N: 221, voltageL3N: 222, breakerState: 1 }
      await mqtt.publishAsync('facility/v1/s1/gw-1/feeder-1/telemetry', JSON.stringify({ ts, metrics }), { qos: 1 })
      await eventually(
        () => service.api('/equipment/feeder-1'),
        ({ body }) => Date.parse(body.lastSeen) >= ts,
      )
    }
    for (const second of [0, 3, 6]) await send(second, 100)
    const { body } = await eventually(
      () => service.api('/tickets?open=true'),
      answer => answer.body.items.some((t: { faultCode: string }) => t.faultCode === 'FDC-PHASE-LOSS'),
    )
    const { id } = body.items.find((t: { faultCode: string }) => t.faultCode === 'FDC-PHASE-LOSS')
    const ticket = async () => (await service.api(`/tickets/${id}`)).body
    const move = (to: string, more: object = {}) => service.api(`POST /tickets/${id}/transitions`, { to, ...more })
    await move('dispatched', { technician: 'li' })
    await move('onSite', { proof: (await service.api('/equipment/feeder-1/label')).body.code })
    await move('repaired', { repair: { cause: 'external-power', action: 'repair' } })

    for (const second of [10, 20, 30]) await send(second, 220)
    expect((await move('verified')).body.error.code).toBe('FAULT_STILL_ACTIVE')
    for (let second = 40; second <= 160; second += 20) await send(second, null)
    expect((await move('verified')).status, 'what is not known is not over').toBe(409)
    expect((await ticket()).status).toBe('repaired')
    for (let second = 170; second <= 240; second += 10) await send(second, 220)
    const verified = await eventually(ticket, found => found.status === 'verified')
    expect(verified.timeline.at(-1)).toMatchObject({ by: 'system', to: 'verified', detail: { byTelemetry: true } })
    const restoredAt = Date.parse(verified.restoredAt) - start
    expect(restoredAt).toBeGreaterThanOrEqual(170_000)

    for (const second of [300, 303, 306]) await send(second, 100)
    const back = await eventually(ticket, found => found.status === 'reopened')
    expect(back).toMatchObject({ technician: 'li', technicianProposed: false, reopens: 1 })
    expect(back.timeline.at(-1)).toMatchObject({ by: 'system', event: 'reopened', detail: { why: 'notHeld' } })
  })
}
