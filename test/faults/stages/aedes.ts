import { Aedes as Real } from 'aedes'

const EVERY = 25
const METHODS = [
  'subscriptionsByTopic',
  'storeRetained',
  'addSubscriptions',
  'outgoingEnqueueCombi',
  'putWill',
  'delWill',
]

/** aedes whose persistence rejects every so often. */
export const Aedes = {
  createBroker: async (...args: Parameters<typeof Real.createBroker>) => {
    const aedes = await Real.createBroker(...args)
    const persistence = (aedes as unknown as { persistence: Record<string, unknown> }).persistence
    for (const name of METHODS) {
      const real = persistence[name]
      if (typeof real !== 'function') throw new Error(`the persistence of aedes has no ${name}`)
      let calls = 0
      persistence[name] = (...values: unknown[]) =>
        ++calls % EVERY === 0
          ? Promise.reject(new Error(`${name} failed on purpose`))
          : Reflect.apply(real, persistence, values)
    }
    return aedes
  },
}
