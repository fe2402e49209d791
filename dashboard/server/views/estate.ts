import { Type } from 'typebox'
import { EQUIPMENT_STATES, OCCUPANCIES, Params, PLATE_FIELDS, Site } from '#domain/equipment.ts'
import { SEVERITIES } from '#domain/faults.ts'
import { Health } from '#domain/health.ts'
import { MetricValue } from '#domain/telemetry.ts'
import { Id, Moment } from './common.ts'

export const SiteView = Site

export const GatewayView = Type.Object(
  {
    id: Id,
    site: Id,
    online: Type.Optional(Type.Boolean()),
    lastSeen: Type.Optional(Moment),
    gaps: Type.Optional(Type.Integer({ description: 'Times that numbered messages went missing' })),
    missing: Type.Optional(Type.Integer({ description: 'How many messages those were' })),
  },
  { $id: 'Gateway' },
)

const OpenFaultView = Type.Object({
  id: Type.String(),
  code: Type.String(),
  severity: Type.Optional(Type.Enum([...SEVERITIES])),
  firedAt: Moment,
})

const equipment = {
  id: Id,
  site: Id,
  gateway: Type.Optional(Id),
  class: Id,
  name: Type.String(),
  params: Params,
  occupancy: Type.Enum([...OCCUPANCIES]),
  createdAt: Moment,
  fedBy: Type.Optional(Id),
  differs: Type.Optional(
    Type.Array(
      Type.Object({
        field: Type.Enum([...PLATE_FIELDS]),
        said: Type.String(),
        seenAt: Moment,
        keptAt: Type.Optional(Moment),
        keptBy: Type.Optional(Type.String()),
      }),
      { description: 'What the device says of itself and the file says otherwise; kept: the file stays as it is' },
    ),
  ),
  confirmed: Type.Boolean({ description: 'False while only its gateway has named it' }),
  state: Type.Enum([...EQUIPMENT_STATES]),
  lastSeen: Type.Optional(Moment),
  dataAgeMs: Type.Optional(Type.Number({ description: 'Milliseconds since the newest measurement' })),
  unknownBecause: Type.Optional(
    Type.Object({ gateway: Id }, { description: 'How it stands is not known: its gateway is silent' }),
  ),
  health: Health,
  openFaults: Type.Array(OpenFaultView),
}

export const EquipmentView = Type.Object(equipment, { $id: 'Equipment' })
const PendingView = Type.Object({ code: Type.String(), since: Moment, firesAt: Moment })

export const EquipmentDetailView = Type.Object(
  {
    ...equipment,
    paramsBefore: Type.Optional(
      Type.Array(Type.Object({ endedAt: Moment, params: Params, by: Type.String() }), {
        description: 'The parameters that held before, oldest first, each until its time, and who changed them then',
      }),
    ),
    pending: Type.Array(PendingView, { description: 'Faults that are true, but not for long enough to fire yet' }),
    values: Type.Record(Type.String(), Type.Object({ value: MetricValue, ts: Moment })),
  },
  { $id: 'EquipmentDetail' },
)
