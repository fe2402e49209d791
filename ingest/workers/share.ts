import type { SpoolReader } from '#domain/spool.ts'

const KEY = 'storedByWorkers'

/** The records that workers store: those after the one position, up to the other, or for the time being all. */
interface Theirs {
  after: number
  upTo: number | null
}

/**
 * Which records of the spool this process stores itself, remembered over a restart. A record that is stored by both
 * does no harm; one that is stored by nobody would be lost. So whatever is in doubt is ours.
 * @param newest the newest position there is
 */
export function createShare(reader: Pick<SpoolReader, 'state' | 'position' | 'commit'>, newest: () => number) {
  const saved = new Map(reader.state()).get(KEY)
  let theirs: Theirs = saved === undefined ? { after: 0, upTo: 0 } : JSON.parse(saved)
  const remember = (changed: Theirs): void => {
    reader.commit(reader.position(), [[KEY, JSON.stringify(changed)]])
    theirs = changed
  }
  const takeBack = (): void => {
    if (theirs.upTo !== null) return
    theirs = { ...theirs, upTo: newest() }
    remember(theirs)
  }
  takeBack()
  return {
    isOwn: (position: number): boolean => position <= theirs.after || (theirs.upTo !== null && position > theirs.upTo),
    /** Whether what comes now is ours. */
    isOurs: (): boolean => theirs.upTo !== null,
    /** What comes from now on is theirs. Throws when that cannot be remembered, and leaves it as it was. */
    leave: (): void => remember({ after: newest(), upTo: null }),
    /** What comes from now on is ours, whether it can be remembered or not. */
    takeBack,
  }
}
