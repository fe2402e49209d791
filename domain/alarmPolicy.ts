import { type Static, Type } from 'typebox'
import { SEVERITIES } from './faults.ts'
import { strict } from './formFields.ts'
import { ROLES } from './people.ts'

const count = (maximum: number) => Type.Integer({ minimum: 1, maximum })
const Hours = Type.Number({ minimum: 0, maximum: 8760 })
const Minutes = count(527_040)
const Seconds = count(86_400)
const Remind = Type.Union([Minutes, Type.Null()], { description: 'Minutes; null: people are told once' })
const Step = strict({ afterMin: Minutes, to: Type.Enum([...ROLES]) })
const Steps = Type.Array(Step, { maxItems: 10, description: 'From the firing on, until somebody acknowledges' })
const byPriority = <T extends Parameters<typeof Type.Array>[0]>(each: T) =>
  strict({ P0: each, P1: each, P2: each, P3: each, P4: each })

/**
 * The numbers of alarm management, all of them a user's to change: ISA-18.2 §11 (shelving, suppression, re-alarming),
 * EEMUA 191 (flood, chattering, standing), catalogue §0.1 and §5.3.
 */
export const AlarmPolicy = Type.Object(
  {
    shelving: strict({
      maxHours: strict({ admin: Hours, dispatcher: Hours, technician: Hours, viewer: Hours }),
      majorLifeSafetyRoles: Type.Array(Type.Enum([...ROLES]), { maxItems: 4 }),
      majorLifeSafetyMaxHours: Hours,
    }),
    chattering: strict({ occurrences: Type.Integer({ minimum: 2, maximum: 1000 }), withinS: Seconds, quietS: Seconds }),
    standingAfterMin: Minutes,
    remindEveryMin: byPriority(Remind),
    escalation: byPriority(Steps),
    recurrence: strict({
      withinDays: Type.Number({ minimum: 0, maximum: 365 }),
      as: Type.Enum(['link', 'reopen'], {
        description:
          'reopen: a fault opens its ticket again that was closed so lately. link: it always gets a new one; what counts as a repeat, and what follows of it, is in the service levels (`repeat`, `rootCause`)',
      }),
    }),
    gatewayLost: strict({
      code: Type.String(),
      afterS: Seconds,
      backForS: Seconds,
      silentShare: Type.Number({ exclusiveMinimum: 0, maximum: 1 }),
      silentAtLeast: count(10_000),
      raiseAfterMin: Minutes,
      raiseTo: Type.Enum([...SEVERITIES]),
    }),
    supplyLost: strict({ codes: Type.Array(Type.String(), { maxItems: 50 }), gatherS: Seconds }),
    releaseAfterS: Type.Integer({ minimum: 0, maximum: 86_400 }),
    flood: strict({ moreThan: count(10_000), windowMin: count(1440), endsBelow: count(10_000) }),
    precision: Type.Optional(
      strict({
        withinDays: Type.Number({ minimum: 1, maximum: 3660, description: 'How long a verdict counts' }),
        minVerdicts: count(1000),
        minEach: count(1000),
        minYouden: Type.Number({ minimum: 0, maximum: 1 }),
      }),
    ),
    windows: strict({ maxHours: strict({ maintenance: Hours, testPermit: Hours, fireDrill: Hours }) }),
  },
  { $id: 'AlarmPolicy', additionalProperties: false },
)
export type AlarmPolicy = Static<typeof AlarmPolicy>
