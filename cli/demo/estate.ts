import type { Equipment, ParamValue, Site } from '#domain/equipment.ts'
import type { SimulatedEquipment } from '#simulators'

type Profile = NonNullable<SimulatedEquipment['profile']>

/** A piece of the demo's equipment: as it is registered, and as it is simulated. */
export interface DemoEquipment extends Omit<Equipment, 'createdAt'> {
  gateway: string
  profile: Profile
  sampleS: number
}

export interface Estate {
  sites: Site[]
  gateways: { id: string; site: string }[]
  equipment: DemoEquipment[]
}

/** What hangs on the machine-room gateway and on the plant-room gateway of a building. */
interface Fitting {
  class: string
  id: string
  name: string
  params?: Record<string, ParamValue>
}

const SAMPLE_S = 10
/** A real hydrant's battery sensor reports twice an hour; a demo cannot wait that long. */
const HYDRANT_PERIOD_S = 20

const lift = (id: string, name: string, floors: number, ratedSpeed: number): Fitting => ({
  class: 'elevator',
  id,
  name,
  params: { model: `TKJ1000/${ratedSpeed.toFixed(2)}-JXW`, floors, ratedSpeed },
})
const pump = (id: string, name: string, feeds: string): Fitting => ({
  class: 'fire-pump',
  id,
  name,
  params: { model: feeds === 'hydrant' ? 'XBD8.0/30G-L' : 'XBD9.0/40G-L', feeds },
})
const hydrant = (id: string, name: string): Fitting => ({
  class: 'hydrant-point',
  id,
  name,
  params: { model: 'SN65', reportPeriodS: HYDRANT_PERIOD_S },
})
const sprinkler = (id: string, name: string): Fitting => ({
  class: 'sprinkler-zone',
  id,
  name,
  params: { model: 'ZSFZ150' },
})
const feeder = (id: string, name: string, ratedCurrent: number, feedsLifeSafety: 0 | 1): Fitting => ({
  class: 'feeder-circuit',
  id,
  name,
  params: { model: ratedCurrent > 400 ? 'DW15-1000' : 'DZ20Y-400', ratedCurrent, feedsLifeSafety },
})
const monitor = (id: string, name: string): Fitting => ({
  class: 'residual-current-monitor',
  id,
  name,
  params: { model: 'DH-L4' },
})
const transformer = (id: string, name: string, cooling: string): Fitting => ({
  class: 'transformer',
  id,
  name,
  params: { model: cooling === 'dry' ? 'SCB13-1000/10' : 'S13-M-1000/10', cooling },
})

const RESIDENTIAL_LIFTS = [
  lift('lift-1', '1单元 1号客梯', 28, 1.75),
  lift('lift-2', '1单元 2号客梯', 28, 1.75),
  lift('lift-3', '2单元 1号客梯', 28, 1.75),
  lift('lift-4', '2单元 消防电梯', 28, 2),
]
const OFFICE_LIFTS = [
  lift('lift-1', '1号客梯', 36, 2.5),
  lift('lift-2', '2号客梯', 36, 2.5),
  lift('lift-3', '3号客梯', 36, 2.5),
  lift('lift-4', '4号客梯', 36, 2.5),
  lift('lift-5', '消防电梯', 36, 2),
]
const RESIDENTIAL_PLANT = [
  pump('hydrant-pump', '消火栓泵', 'hydrant'),
  pump('sprinkler-pump', '喷淋泵', 'sprinkler'),
  hydrant('hydrant-top', '屋顶试验消火栓'),
  hydrant('hydrant-garage', '地下车库消火栓'),
  sprinkler('sprinkler-garage', '地下车库喷淋区'),
  feeder('feeder-riser', '住宅干线', 400, 0),
  feeder('feeder-fire', '消防动力回路', 250, 1),
  monitor('rcm-riser', '住宅干线漏电监控'),
  transformer('transformer', '1号变压器', 'dry'),
]
const OFFICE_PLANT = [
  pump('hydrant-pump', '消火栓泵', 'hydrant'),
  pump('sprinkler-pump', '喷淋泵', 'sprinkler'),
  hydrant('hydrant-top', '屋顶试验消火栓'),
  sprinkler('sprinkler-podium', '裙楼喷淋区'),
  sprinkler('sprinkler-tower', '塔楼喷淋区'),
  feeder('feeder-office', '办公照明干线', 630, 0),
  feeder('feeder-chiller', '冷水机组回路', 800, 0),
  feeder('feeder-fire', '消防动力回路', 250, 1),
  monitor('rcm-office', '办公干线漏电监控'),
  monitor('rcm-mall', '商场干线漏电监控'),
  transformer('transformer-1', '1号变压器', 'dry'),
  transformer('transformer-2', '2号变压器', 'oil'),
]

interface Building {
  id: string
  name: string
  profile: Profile
  lifts: Fitting[]
  plant: Fitting[]
}

const BUILDINGS: readonly Building[] = [
  { id: 'jinxiu-1', name: '锦绣家园1号楼', profile: 'residential', lifts: RESIDENTIAL_LIFTS, plant: RESIDENTIAL_PLANT },
  { id: 'jinxiu-2', name: '锦绣家园2号楼', profile: 'residential', lifts: RESIDENTIAL_LIFTS, plant: RESIDENTIAL_PLANT },
  { id: 'yunfan', name: '云帆大厦', profile: 'office', lifts: OFFICE_LIFTS, plant: OFFICE_PLANT },
]

const furnish = ({ id: site, profile }: Building, gateway: string, fittings: readonly Fitting[]): DemoEquipment[] =>
  fittings.map(fitting => ({
    ...{ site, gateway, profile, sampleS: SAMPLE_S },
    class: fitting.class,
    id: `${site}-${fitting.id}`,
    name: fitting.name,
    params: fitting.params ?? {},
    occupancy: profile === 'office' ? 'high' : 'normal',
  }))

/** Three buildings: two blocks of flats and an office tower, each with a gateway for its lifts and one for its plant room. */
export const ESTATE: Estate = {
  sites: BUILDINGS.map(({ id, name }) => ({ id, name, timezone: 'Asia/Shanghai' })),
  gateways: BUILDINGS.flatMap(({ id: site }) => [
    { id: `${site}-machine-room`, site },
    { id: `${site}-plant-room`, site },
  ]),
  equipment: BUILDINGS.flatMap(building => [
    ...furnish(building, `${building.id}-machine-room`, building.lifts),
    ...furnish(building, `${building.id}-plant-room`, building.plant),
  ]),
}
