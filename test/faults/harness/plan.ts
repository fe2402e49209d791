/** Where the process kills itself, and which stages are replaced by broken or failing ones; the parent says it as JSON. */
export interface Plan {
  failpoint?: { name: Failpoint; hit: number }
  variant?: Variant
}

export const FAILPOINTS = [
  'before-fsync',
  'after-fsync-before-puback',
  'after-store-write-before-cursor',
  'inside-ticket-transaction',
  'after-commit-before-announce',
  'while-trimming-the-spool',
] as const
export type Failpoint = (typeof FAILPOINTS)[number]

export type Variant =
  /** Broken on purpose: what the harness has to find. */
  | 'puback-before-fsync'
  | 'cursor-before-write'
  | 'effects-twice'
  | 'announces-late'
  | 'announces-twice'
  | 'log-forgets-tickets'
  /** Failing in ways that the product has to survive. */
  | 'rule-throws'
  | 'ticket-fails'
  | 'hooks-throw'
  | 'persistence-fails'

export const planOf = (argument: string | undefined): Plan => JSON.parse(argument ?? '{}')

/** Counts the hits of the plan's failpoint and kills the process at the last one. */
export function createFailpoint({ failpoint }: Plan) {
  let hits = 0
  return (name: Failpoint): void => {
    if (failpoint?.name !== name || ++hits < failpoint.hit) return
    process.kill(process.pid, 'SIGKILL')
  }
}
