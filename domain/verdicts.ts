import { type Static, Type } from 'typebox'
import { strict } from './formFields.ts'

/**
 * What the people at the equipment found of a fault's ticket: a fault, none, or a sensor or line that was wrong. The
 * words stand in the catalogue's `closeCodes.outcome`.
 */
export const OUTCOMES = ['genuine', 'noFaultFound', 'sensor'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** The causes that say by themselves that there was no fault (catalogue KPI MTBF). */
export const NO_FAILURE: readonly string[] = ['false-alarm', 'no-fault-found']
/** The cause that says nothing. */
const UNDECIDED = 'unknown'

/** The outcome that a close cause implies; undefined when it leaves that open. */
export function outcomeOf(cause: string): Outcome | undefined {
  if (NO_FAILURE.includes(cause)) return 'noFaultFound'
  return cause === UNDECIDED ? undefined : 'genuine'
}

/** What a repair report says was found: its own word, or what its cause implies; undefined when it leaves that open. */
export const verdictOf = ({ outcome, cause }: { outcome?: Outcome; cause: string }): Outcome | undefined =>
  outcome ?? outcomeOf(cause)

/** Somebody judges the outcome of a ticket otherwise than its repair report does; `null`: nobody can tell. */
export const VerdictChange = strict(
  {
    outcome: Type.Union([Type.Enum([...OUTCOMES]), Type.Null()]),
    reason: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }),
    version: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 2_147_483_647,
        description: 'The version of the ticket that the person saw',
      }),
    ),
  },
  { $id: 'VerdictChange' },
)
export type VerdictChange = Static<typeof VerdictChange>
