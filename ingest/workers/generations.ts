/** Tells when all works that were under way at some moment have ended; later ones do not count. */
export function createGenerations() {
  let current = { open: 0, ended: Promise.withResolvers<void>(), closed: false }
  return {
    track: async <T>(work: Promise<T>): Promise<T> => {
      const generation = current
      generation.open += 1
      try {
        return await work
      } finally {
        generation.open -= 1
        if (generation.closed && generation.open === 0) generation.ended.resolve()
      }
    },
    /** Resolves when what is under way now has ended. */
    settled: (): Promise<void> => {
      const generation = current
      generation.closed = true
      if (generation.open === 0) generation.ended.resolve()
      current = { open: 0, ended: Promise.withResolvers<void>(), closed: false }
      return generation.ended.promise
    },
  }
}
