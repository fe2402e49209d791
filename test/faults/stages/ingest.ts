import { DatabaseSync } from 'node:sqlite'
import { createIngest as createReal, type IngestNeeds } from '#ingest'
import { createFailpoint, planOf } from '../harness/plan.ts'

export * from '#ingest'

const plan = planOf(process.argv[2])
const reached = createFailpoint(plan)

/** The trimming has no face of its own: its statement is known by its words. A failpoint that is never met fails its test. */
function killWhileTrimming(): void {
  const { prepare } = DatabaseSync.prototype
  DatabaseSync.prototype.prepare = function (sql, ...rest) {
    const statement = prepare.call(this, sql, ...rest)
    if (!/^\s*delete from record where position <=/.test(sql)) return statement
    const run = statement.run.bind(statement) as (...values: unknown[]) => ReturnType<typeof statement.run>
    const runAndTell = (...values: unknown[]) => {
      const done = run(...values)
      reached('while-trimming-the-spool')
      return done
    }
    return Object.assign(statement, { run: runAndTell })
  }
}

/** How long the broken variant leaves a batch in memory that the cursor has already passed, in milliseconds. */
const FORGETFUL_MS = 250

export function createIngest(needs: IngestNeeds): ReturnType<typeof createReal> {
  if (plan.failpoint?.name === 'while-trimming-the-spool') killWhileTrimming()
  const append: IngestNeeds['store']['append'] = async readings => {
    if (plan.variant === 'cursor-before-write')
      return void setTimeout(() => void needs.store.append(readings).catch(() => undefined), FORGETFUL_MS)
    await needs.store.append(readings)
    reached('after-store-write-before-cursor')
  }
  return createReal({
    ...needs,
    store: { ...needs.store, append },
    beforeCommit: () => reached('before-fsync'),
  }).then(ingest => ({
    ...ingest,
    accept: async message => {
      const onDisk = ingest.accept(message)
      if (plan.variant === 'puback-before-fsync') return void onDisk.catch(() => undefined)
      await onDisk
      reached('after-fsync-before-puback')
    },
  }))
}
