import { Type } from 'typebox'
import { SEVERITIES } from '#domain/faults.ts'
import { Moment, Share } from './common.ts'
import { by, incomplete, query } from './reportParts.ts'

const faultsFilter = Type.Object({
  firedFrom: Moment,
  firedTo: Moment,
  state: Type.Literal('all'),
  site: Type.Optional(Type.String()),
  class: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  code: Type.Optional(Type.String()),
  equipment: Type.Optional(Type.String()),
  severity: Type.Optional(Type.Enum([...SEVERITIES])),
})
const faults = { count: Type.Integer(), filter: faultsFilter }
const alarms = {
  alarms: Type.Object(faults),
  perDay: Type.Number(),
  chattering: Type.Integer(),
  standing: Type.Integer(),
  acknowledged: Type.Object({ count: Type.Integer(), meanMinutes: Type.Optional(Type.Number()) }),
}

/** How good the alarms are (ISA-18.2). */
export const AlarmsReportView = Type.Object(
  {
    query,
    incomplete,
    ...alarms,
    perTenMinutes: Type.Object({ mean: Type.Number(), peak: Type.Integer() }),
    floodShare: Share,
    floods: Type.Integer(),
    bySeverity: Type.Array(Type.Object({ ...faults, severity: Type.Enum([...SEVERITIES]), share: Share })),
    badActors: Type.Array(Type.Object({ ...faults, equipment: Type.String(), code: Type.String() })),
    by: by(alarms),
  },
  { $id: 'AlarmsReport' },
)
