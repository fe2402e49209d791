import type { ParamValue } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'

/** A trouble a pretend machine can have; it ends when it is repaired. */
export interface NamedFault {
  name: string
  class: string
  /** The catalogue's fault that it causes. */
  code: string
  /** Faults that the catalogue's conditions raise with it. */
  also?: readonly string[]
  /** Only where the equipment has this parameter. */
  when?: { param: string; equals: ParamValue }
  /** Simulated seconds until every one of them fires, at the usual sampling. */
  withinS: number
  what: string
}

/** The machine says nothing at all, as when its sensor or its wiring fails. */
export const SILENT = 'offline'

type Row = [name: string, code: string, withinS: number, what: string, more?: Pick<NamedFault, 'also' | 'when'>]

const DRY = { when: { param: 'cooling', equals: 'dry' } }
const OIL = { when: { param: 'cooling', equals: 'oil' } }

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  elevator: [
    ['passenger-trapped', 'ELV-TRAP', 75, 'the car stops between two floors with somebody in it'],
    ['door-stuck', 'ELV-DOOR-FAIL', 45, 'the door does not close any more'],
    ['safety-chain-open', 'ELV-SAFETY-OPEN', 30, 'a safety contact is open, the lift halts at a landing'],
    ['overspeed', 'ELV-OVERTRAVEL', 30, 'the governor trips at 130 % of rated speed', { also: ['ELV-SAFETY-OPEN'] }],
    ['brake-gap', 'ELV-BRAKE', 60, 'the brake lining is worn out (three samples of the gap)'],
    ['levelling-drift', 'ELV-LEVEL', 7_200, 'the car stops 14 mm off the landing (three stops)'],
    ['machine-vibration', 'ELV-VIB', 720, 'a worn bearing, seen in an inspection run of ten minutes'],
    ['motor-hot', 'ELV-MOTOR-HOT', 1_500, 'the fan of the machine fails'],
    [SILENT, 'ELV-OFFLINE', 330, 'the monitoring is silent'],
  ],
  'fire-pump': [
    ['fails-to-start', 'FPU-NOSTART', 30, 'a demand, and the pump does not start (DM-STANDBY)'],
    ['not-in-auto', 'FPU-NOTAUTO', 330, 'the cabinet is left in manual'],
    ['power-lost', 'FPU-POWER', 90, 'both supplies are lost', { also: ['FPU-ONE-SOURCE'] }],
    ['one-source-lost', 'FPU-ONE-SOURCE', 90, 'one of two supplies is lost'],
    ['runs-unexpectedly', 'FPU-RUN-UNEXPECTED', 60, 'the pump runs and nobody asked for a test'],
    [SILENT, 'FPU-STALE', 330, 'the monitoring is silent'],
  ],
  'hydrant-point': [
    ['low-pressure', 'HYD-LOW', 330, 'static pressure below the minimum'],
    ['no-pressure', 'HYD-NOPRESS', 330, 'a riser is shut or drained', { also: ['HYD-LOW'] }],
    ['high-pressure', 'HYD-HIGH', 630, 'a reducing valve fails'],
    ['tamper', 'HYD-TAMPER', 90, 'the cap is opened'],
    ['flow-test-failed', 'HYD-DYN-LOW', 30, 'a flow test finds too little pressure'],
    [SILENT, 'HYD-STALE', 8_000, 'the sensor is silent'],
  ],
  'sprinkler-zone': [
    ['valve-closed', 'SPZ-VALVE', 90, 'somebody closed the zone valve'],
    ['sprinkler-open', 'SPZ-FLOW', 60, 'a sprinkler discharges'],
    ['end-pressure-low', 'SPZ-LOW', 330, 'too little pressure at the last sprinkler'],
    [SILENT, 'SPZ-STALE', 7_500, 'the sensor is silent'],
  ],
  'feeder-circuit': [
    ['breaker-trip', 'FDC-TRIP', 15, 'the breaker trips'],
    ['phase-loss', 'FDC-PHASE-LOSS', 30, 'a fuse of one phase blows'],
    ['neutral-lost', 'FDC-NEUTRAL', 30, 'the neutral is loose, the phase voltages float'],
    ['overload', 'FDC-OVERLOAD', 1_500, 'more than the rated current'],
    [SILENT, 'FDC-STALE', 330, 'the meter is silent'],
  ],
  'residual-current-monitor': [
    ['residual-current-high', 'RCM-ALARM', 600, 'leakage creeps over the alarm setpoint'],
    ['leakage-step', 'RCM-STEP', 180, 'water in a socket: leakage jumps', { also: ['RCM-ALARM'] }],
    ['leakage-severe', 'RCM-HIGH', 180, 'a damaged cable', { also: ['RCM-ALARM', 'RCM-STEP'] }],
    ['cable-hot', 'RCM-TEMP', 5_400, 'a loose terminal heats the cable slowly'],
    ['arc', 'RCM-ARC', 15, 'a series arc'],
    ['detector-fault', 'RCM-DEVICE', 130, 'the current transformer is open'],
    [SILENT, 'RCM-STALE', 330, 'the detector is silent'],
  ],
  transformer: [
    ['winding-hot', 'TRF-HOT', 14_400, 'the cooling ducts are blocked', DRY],
    ['fan-failed', 'TRF-FAN', 14_400, 'the fan does not start when it should', DRY],
    ['oil-hot', 'TRF-OIL', 43_200, 'the cooler of the oil fails', OIL],
    ['gas', 'TRF-GAS', 15, 'the Buchholz relay finds gas', OIL],
    ['door-open', 'TRF-DOOR', 30, 'the enclosure is opened under voltage'],
    [SILENT, 'TRF-STALE', 330, 'the sensor is silent'],
  ],
}

/** Every named fault of every class that can be simulated. */
export const NAMED_FAULTS: readonly NamedFault[] = Object.entries(ROWS).flatMap(([kind, rows]) =>
  rows.map(([name, code, withinS, what, more]) => ({ name, class: kind, code, withinS, what, ...more })),
)

/** @throws CodedError BAD_REQUEST, which names the faults that the class has */
export function namedFault(kind: string, name: string): NamedFault {
  const ofClass = NAMED_FAULTS.filter(f => f.class === kind)
  const found = ofClass.find(f => f.name === name)
  if (found) return found
  const known = ofClass.map(f => f.name).join(', ')
  throw new CodedError('BAD_REQUEST', { fault: name }, `${kind} has no simulated fault "${name}"; it has: ${known}`)
}
