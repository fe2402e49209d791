import type { startTestService } from './service.ts'

type Service = Awaited<ReturnType<typeof startTestService>>

/**
 * A feeder that loses a phase, and gets it back: `feeder-1` behind `gw-1` at `s1`.
 * @param start the moment of its second 0, in milliseconds
 */
export async function lostPhase(service: Pick<Service, 'register' | 'mqtt'>, start: number) {
  const password = await service.register('gw-1', [{ id: 'feeder-1', class: 'feeder-circuit' }])
  const mqtt = await service.mqtt('gw-1', password)
  const send = async (seconds: readonly number[], volts: number) => {
    for (const second of seconds) {
      const metrics = { voltageL1N: volts, voltageL2N: 221, voltageL3N: 222, breakerState: 1 }
      const payload = JSON.stringify({ ts: start + second * 1000, metrics })
      await mqtt.publishAsync('facility/v1/s1/gw-1/feeder-1/telemetry', payload, { qos: 1 })
    }
  }
  return {
    /** Three readings from that second on, which make the fault. */
    lose: (second = 0) =>
      send(
        [0, 3, 6].map(each => second + each),
        100,
      ),
    /** Readings for long enough that the fault is over. */
    restore: () => send([10, 20, 30, 40, 50, 60, 70, 80, 90], 220),
  }
}
