/**
 * Keeps answers in the order of their questions: each work starts at once, but is reported only after the
 * earlier ones of the same owner. After one failed, the later ones fail too: no PUBACK may overtake (MQTT-4.6.0-2).
 */
export function createTurns<Owner extends object>() {
  const last = new WeakMap<Owner, Promise<unknown>>()
  return (owner: Owner, work: Promise<void>): Promise<void> => {
    work.catch(() => undefined)
    const turn = (last.get(owner) ?? Promise.resolve()).then(() => work)
    turn.catch(() => undefined)
    last.set(owner, turn)
    return turn
  }
}
