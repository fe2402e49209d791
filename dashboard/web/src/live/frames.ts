/** Gathers work until the next paint; the same function asked for twice runs once. */
export function createFrames(
  request: (run: () => void) => void = run => void requestAnimationFrame(run),
): (work: () => void) => void {
  const due = new Set<() => void>()
  const run = () => {
    const now = [...due]
    due.clear()
    for (const work of now) work()
  }
  return work => {
    if (due.size === 0) request(run)
    due.add(work)
  }
}
