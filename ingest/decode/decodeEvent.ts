import { Compile } from 'typebox/compile'
import { DeviceEvent } from '#domain/telemetry.ts'
import { checkTime, type DecodeContext, findEquipment } from './decoded.ts'
import { Refused, schemaRefusal } from './refused.ts'

const schema = Compile(DeviceEvent)

/** `event`: a fault of the class that the controller itself reports. @throws Refused */
export function decodeEvent(context: DecodeContext, json: unknown): void {
  const { receivedAt } = context.message
  const { equipment, entry } = findEquipment(context)
  if (!schema.Check(json)) throw schemaRefusal(schema.Errors(json))
  const { ts = receivedAt, code, active, detail } = json
  checkTime(ts, receivedAt)
  if (!entry.fault.has(code)) throw new Refused('FAULT_UNKNOWN', `${entry.code} has no fault ${code}`)
  context.decoded.items.push({
    kind: 'event',
    site: equipment.site,
    gateway: context.topic.gateway,
    equipment: equipment.id,
    class: equipment.class,
    receivedAt,
    event: { ts, code, active, ...(detail !== undefined && { detail }) },
  })
}
