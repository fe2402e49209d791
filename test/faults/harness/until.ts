/** Asks until the answer satisfies, at most for `ms`. @returns the last answer, satisfying or not */
export async function ask<T>(
  question: () => Promise<T> | T,
  satisfies: (answer: T) => boolean,
  ms: number,
): Promise<T> {
  for (const end = performance.now() + ms; ; ) {
    const answer = await question()
    if (satisfies(answer) || performance.now() >= end) return answer
    await new Promise(resolve => setTimeout(resolve, 25))
  }
}

/** Waits until something holds. @throws Error naming it when it does not within `ms` */
export async function until(what: string, holds: () => Promise<boolean> | boolean, ms: number): Promise<void> {
  if (!(await ask(holds, Boolean, ms))) throw new Error(`not within ${ms} ms: ${what}`)
}
