/** Adds what comes next to a batch, until it has `size` items or there is nothing more. */
export function fillBatch<T>(batch: T[], from: Iterator<T>, size: number): void {
  while (batch.length < size) {
    const next = from.next()
    if (next.done) return
    batch.push(next.value)
  }
}
