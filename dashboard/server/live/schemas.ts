import { type TSchema, Type } from 'typebox'
import { CHANNELS } from '#domain/changes.ts'
import { MetricValue } from '#domain/telemetry.ts'
import { Moment } from '../views/common.ts'
import { UserView } from '../views/people.ts'

const CHANNEL_PATTERN = `^(?:${CHANNELS.join('|')}|(?:equipment|ticket):[a-z0-9-]{1,64})$`
const Channel = Type.String({
  pattern: CHANNEL_PATTERN,
  description: `${CHANNELS.join(', ')}, equipment:<id>, ticket:<id>`,
})
const Seq = Type.Integer({ minimum: 0 })
const Epoch = Type.String({ minLength: 1, maxLength: 64 })

export const WatchRequest = Type.Object({ channel: Channel }, { $id: 'WatchRequest' })
export const SyncRequest = Type.Object({ channel: Channel, epoch: Epoch, since: Seq }, { $id: 'SyncRequest' })

export const HelloView = Type.Object({ epoch: Epoch, seq: Seq, serverTime: Moment, user: UserView }, { $id: 'Hello' })
export const TickView = Type.Object({ seq: Seq, serverTime: Moment, ingestLagMs: Type.Number() }, { $id: 'Tick' })

/** `remove` carries only the item's id. */
export const deltaOf = (item: TSchema, $id: string) =>
  Type.Object(
    {
      epoch: Epoch,
      from: Seq,
      seq: Seq,
      changes: Type.Array(
        Type.Union([
          Type.Object({ op: Type.Literal('upsert'), item }),
          Type.Object({ op: Type.Literal('remove'), item: Type.Object({}) }),
        ]),
      ),
    },
    { $id },
  )

export const MetricPointsView = Type.Object(
  {
    equipment: Type.String(),
    metric: Type.String(),
    points: Type.Array(Type.Tuple([Type.Integer({ description: 'UTC milliseconds' }), MetricValue])),
  },
  { $id: 'MetricPoints' },
)
