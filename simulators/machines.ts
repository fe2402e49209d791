import { lift } from './lift/lift.ts'
import { type Machine, type Moment, machineOf } from './model.ts'
import { feeder } from './power/feeder.ts'
import { residualCurrent } from './power/residualCurrent.ts'
import { transformer } from './power/transformer.ts'
import { firePump } from './water/firePump.ts'
import { hydrantPoint } from './water/hydrantPoint.ts'
import { sprinklerZone } from './water/sprinklerZone.ts'

/** The model of each equipment class that can be simulated. */
export const MACHINES: Readonly<Record<string, (moment: Moment) => Machine>> = {
  elevator: machineOf(lift),
  'fire-pump': machineOf(firePump),
  'hydrant-point': machineOf(hydrantPoint),
  'sprinkler-zone': machineOf(sprinklerZone),
  'feeder-circuit': machineOf(feeder),
  'residual-current-monitor': machineOf(residualCurrent),
  transformer: machineOf(transformer),
}
