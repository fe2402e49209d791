import { loadCatalogue } from '#domain/catalogue.ts'
import type { Log } from '#domain/log.ts'
import { createFleet, type GatewayLogin } from '#simulators'
import { ESTATE } from './estate.ts'
import { SCHEDULE } from './schedule.ts'

export interface DemoFleetNeeds {
  mqttUrl: string
  gateways: readonly GatewayLogin[]
  log: Log
}

/** Lets the demo's equipment live, with what goes wrong in it. */
export function startDemo({ mqttUrl, gateways, log }: DemoFleetNeeds): Promise<{ stop(): Promise<void> }> {
  return createFleet({
    url: mqttUrl,
    gateways,
    equipment: ESTATE.equipment,
    catalogue: loadCatalogue(),
    schedule: SCHEDULE,
    clock: { now: Date.now },
    log,
    onStep: ({ equipment, fault, what }) =>
      log.info({ equipment, fault }, what === 'inject' ? 'trouble begins' : 'trouble is over'),
  })
}
