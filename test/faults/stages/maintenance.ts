import { createMaintenance as createReal, createAnnouncer as createRealAnnouncer } from '#maintenance'
import { createFailpoint, planOf } from '../harness/plan.ts'

export * from '#maintenance'

const plan = planOf(process.argv[2])
const reached = createFailpoint(plan)

type Transitions = Parameters<Awaited<ReturnType<typeof createReal>>['handle']>[0]

/** Each transition again as another one: an effect that is told twice and not recognised. */
const twice = (transitions: Transitions): Transitions =>
  transitions.flatMap(one => [one, { ...one, id: `${one.id}-again`, code: 'ELV-LEVEL' }])

/** The lift whose faults fail for ever in the variant `ticket-fails`. */
const POISONED = 'lift-0-0'

export function createMaintenance(needs: Parameters<typeof createReal>[0]): ReturnType<typeof createReal> {
  let telling = false
  const { database } = needs
  const write: typeof database.write = work =>
    database.write(async trx => {
      const result = await work(trx)
      if (telling) reached('inside-ticket-transaction')
      if (plan.variant === 'log-forgets-tickets')
        await trx.deleteFrom('change_log').where('channel', '=', 'tickets').execute()
      return result
    })
  return createReal({ ...needs, database: { ...database, write } }).then(maintenance => ({
    ...maintenance,
    handle: async transitions => {
      if (plan.variant === 'ticket-fails' && transitions.some(({ equipment }) => equipment === POISONED))
        throw new Error('a fault that can never be recorded')
      telling = true
      await maintenance.handle(plan.variant === 'effects-twice' ? twice(transitions) : transitions)
      telling = false
    },
  }))
}

/** How long the broken variant keeps in memory what it has counted as sent, in milliseconds. */
const LATE_MS = 3_600_000

export const createAnnouncer: typeof createRealAnnouncer = needs =>
  createRealAnnouncer({
    ...needs,
    publish: async (topic, payload, options) => {
      reached('after-commit-before-announce')
      const send = () => needs.publish(topic, payload, options)
      if (plan.variant === 'announces-late')
        return void setTimeout(() => void send().catch(() => undefined), LATE_MS).unref()
      if (plan.variant === 'announces-twice') await send()
      await send()
    },
  })
