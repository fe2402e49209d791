import { openDatabase } from '#database/database.ts'
import { silentLog } from '#domain/log.ts'
import { createPost, createWebhooks } from '#maintenance'
import { startOwnMaintenance } from '../helpers/ownMaintenance.ts'

/**
 * A process of its own that sends what webhooks are owed, and ends when nothing is due. With `killAt` it is killed between
 * that request's answer and the note that it was sent. The variant `marks-first` takes a request for answered before it
 * is sent, and is killed then.
 */
const [dataDir = '', url = '', killAt = '', variant = ''] = process.argv.slice(2)
const database = await openDatabase({ dataDir, url: url === '' ? undefined : url })
const maintenance = await startOwnMaintenance(database, { dataDir })
const real = createPost(['127.0.0.1'])
let requests = 0

const post: typeof real = {
  ...real,
  send: async (...request) => {
    requests += 1
    if (variant === 'marks-first' && requests >= Number(killAt)) {
      if (requests > Number(killAt)) process.kill(process.pid, 'SIGKILL')
      return { status: 200, body: '' }
    }
    const answer = await real.send(...request)
    if (String(requests) !== killAt) return answer
    process.kill(process.pid, 'SIGKILL')
    return await new Promise(() => undefined)
  },
}

const webhooks = createWebhooks({
  database,
  ...maintenance,
  ...maintenance.registry,
  post,
  now: Date.now,
  log: silentLog,
  everyMs: 10,
})

/** Something is not queued yet, or not sent. */
async function owes(): Promise<boolean> {
  const { notified } = await database.db
    .selectFrom('ticket')
    .select(eb => eb.fn.sum('notified').as('notified'))
    .executeTakeFirstOrThrow()
  const { events } = await database.db
    .selectFrom('ticket_event')
    .select(eb => eb.fn.countAll().as('events'))
    .executeTakeFirstOrThrow()
  return Number(notified) < Number(events) || (await webhooks.list()).some(({ waiting }) => waiting > 0)
}

let looking = false
const timer = setInterval(async () => {
  if (looking) return
  looking = true
  const more = await owes()
  looking = false
  if (more) return
  clearInterval(timer)
  await webhooks.stop()
  await maintenance.stop()
  await database.close()
}, 20)
