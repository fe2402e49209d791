interface Turn {
  answer: PromiseWithResolvers<void>
  /** How the work ended; undefined while it runs. */
  outcome?: 'done' | { error: unknown }
}

interface Line {
  turns: Turn[]
  failure?: { error: unknown }
}

/** Answers the works at the head of the line that have ended. */
function moveUp(line: Line): void {
  const running = line.turns.findIndex(({ outcome }) => outcome === undefined)
  for (const { answer, outcome } of line.turns.splice(0, running === -1 ? line.turns.length : running)) {
    if (outcome !== 'done' && outcome !== undefined) line.failure ??= outcome
    if (line.failure) answer.reject(line.failure.error)
    else answer.resolve()
  }
}

/**
 * Keeps answers in the order of their questions: each work starts at once, but is reported only after the
 * earlier ones of the same owner. After one failed, the later ones fail too: no PUBACK may overtake (MQTT-4.6.0-2).
 */
export function createTurns<Owner extends object>() {
  const lines = new WeakMap<Owner, Line>()
  return (owner: Owner, work: Promise<void>): Promise<void> => {
    const line = lines.get(owner) ?? { turns: [] }
    lines.set(owner, line)
    const turn: Turn = { answer: Promise.withResolvers() }
    line.turns.push(turn)
    const end = (outcome: NonNullable<Turn['outcome']>) => {
      turn.outcome = outcome
      if (line.turns[0] === turn) moveUp(line)
    }
    work.then(
      () => end('done'),
      (error: unknown) => end({ error }),
    )
    turn.answer.promise.catch(() => undefined)
    return turn.answer.promise
  }
}
