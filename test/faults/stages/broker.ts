import { type BrokerNeeds, createBroker as createReal } from '#broker'
import { planOf } from '../harness/plan.ts'

export * from '#broker'

const plan = planOf(process.argv[2])
const EVERY = 40

/** Every so often what the broker asks throws at once, or rejects. */
function failing<A extends unknown[], T>(work: (...args: A) => Promise<T>): (...args: A) => Promise<T> {
  let calls = 0
  return (...args) => {
    calls++
    if (calls % (2 * EVERY) === 0) throw new Error('thrown on purpose')
    if (calls % EVERY === 0) return Promise.reject(new Error('rejected on purpose'))
    return work(...args)
  }
}

export function createBroker(needs: BrokerNeeds): ReturnType<typeof createReal> {
  if (plan.variant !== 'hooks-throw') return createReal(needs)
  return createReal({ ...needs, accept: failing(needs.accept), authenticate: failing(needs.authenticate) })
}
