import type { ScheduledFault } from '#simulators'

const MINUTE_S = 60
const HOUR_S = 3_600

/**
 * What goes wrong in the demo, in seconds from its start: the first faults fire within 15 s, several more in the first
 * minute, and so that there is always something going on, most come again. Each is repaired after a while, so that its
 * ticket can be verified and closed.
 */
export const SCHEDULE: readonly ScheduledFault[] = [
  { equipment: 'yunfan-transformer-2', fault: 'door-open', atS: 4, forS: 6 * MINUTE_S, everyS: 3 * HOUR_S },
  { equipment: 'jinxiu-1-lift-2', fault: 'passenger-trapped', atS: 5, forS: 10 * MINUTE_S, everyS: 5 * HOUR_S },
  { equipment: 'yunfan-feeder-office', fault: 'breaker-trip', atS: 8, forS: 8 * MINUTE_S, everyS: 2 * HOUR_S },
  { equipment: 'yunfan-lift-3', fault: 'door-stuck', atS: 10, forS: 5 * MINUTE_S, everyS: 90 * MINUTE_S },
  { equipment: 'jinxiu-2-lift-1', fault: 'safety-chain-open', atS: 18, forS: 7 * MINUTE_S, everyS: 4 * HOUR_S },
  { equipment: 'jinxiu-1-sprinkler-pump', fault: 'power-lost', atS: 25, forS: 6 * MINUTE_S, everyS: 5 * HOUR_S },
  { equipment: 'yunfan-rcm-mall', fault: 'leakage-step', atS: 35, forS: 20 * MINUTE_S, everyS: 4 * HOUR_S },
  { equipment: 'jinxiu-2-hydrant-garage', fault: 'tamper', atS: 45, forS: 8 * MINUTE_S, everyS: 2 * HOUR_S },
  {
    equipment: 'jinxiu-1-feeder-riser',
    fault: 'phase-loss',
    atS: 3 * MINUTE_S,
    forS: 9 * MINUTE_S,
    everyS: 6 * HOUR_S,
  },
  {
    equipment: 'yunfan-sprinkler-tower',
    fault: 'valve-closed',
    atS: 5 * MINUTE_S,
    forS: 10 * MINUTE_S,
    everyS: 3 * HOUR_S,
  },
  {
    equipment: 'jinxiu-1-hydrant-top',
    fault: 'low-pressure',
    atS: 8 * MINUTE_S,
    forS: 25 * MINUTE_S,
    everyS: 4 * HOUR_S,
  },
  {
    equipment: 'yunfan-hydrant-pump',
    fault: 'not-in-auto',
    atS: 12 * MINUTE_S,
    forS: 15 * MINUTE_S,
    everyS: 5 * HOUR_S,
  },
  {
    equipment: 'jinxiu-2-rcm-riser',
    fault: 'residual-current-high',
    atS: 18 * MINUTE_S,
    forS: 40 * MINUTE_S,
    everyS: 6 * HOUR_S,
  },
  { equipment: 'yunfan-lift-5', fault: 'brake-gap', atS: 25 * MINUTE_S, forS: 3 * HOUR_S, everyS: 12 * HOUR_S },
  { equipment: 'jinxiu-1-lift-4', fault: 'levelling-drift', atS: 35 * MINUTE_S, forS: HOUR_S, everyS: 8 * HOUR_S },
  {
    equipment: 'jinxiu-2-hydrant-pump',
    fault: 'fails-to-start',
    atS: 50 * MINUTE_S,
    forS: 20 * MINUTE_S,
    everyS: 8 * HOUR_S,
  },
  { equipment: 'yunfan-feeder-chiller', fault: 'overload', atS: HOUR_S, forS: 40 * MINUTE_S, everyS: 5 * HOUR_S },
  { equipment: 'jinxiu-2-lift-3', fault: 'offline', atS: 70 * MINUTE_S, forS: 15 * MINUTE_S, everyS: 7 * HOUR_S },
  { equipment: 'jinxiu-1-transformer', fault: 'winding-hot', atS: 2 * HOUR_S, forS: 5 * HOUR_S, everyS: 18 * HOUR_S },
]
