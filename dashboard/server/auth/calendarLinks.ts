import type { Selectable } from 'kysely'
import { nextNumber } from '#database/changeLog.ts'
import type { Database } from '#database/database.ts'
import { hashToken, makeSecret } from '#database/secrets.ts'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import type { Language } from '#domain/explain/language.ts'
import type { Actor } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import { actorColumns, actorIn } from './actorIn.ts'
import { noteUse } from './noteUse.ts'

/** Which visits a calendar holds: of a site, of who goes to them, or of both; and in which language. */
export interface CalendarAbout {
  site?: string
  technician?: string
  lang: Language
}

/** A secret address of a calendar as a list shows it. */
interface CalendarLink extends CalendarAbout {
  id: string
  createdAt: Millis
  /** To the minute; left out where no program has asked yet. */
  lastUsedAt?: Millis
}

export interface CalendarLinks {
  /** A person's own, the oldest first. */
  list(username: string): Promise<CalendarLink[]>
  /** @returns with the token, which is not kept and cannot be shown again */
  make(username: string, about: CalendarAbout): Promise<CalendarLink & { token: string }>
  /** @throws CodedError NOT_FOUND */
  remove(username: string, id: string): Promise<void>
  /** Whose link it is, as they are now, and what it is about. @throws CodedError LINK_UNKNOWN */
  open(token: string): Promise<{ actor: Actor; about: CalendarAbout }>
}

type Row = Selectable<Tables['calendar_link']>

const aboutOf = ({ site, technician, lang }: Pick<Row, 'site' | 'technician' | 'lang'>): CalendarAbout => ({
  ...(site !== null && { site }),
  ...(technician !== null && { technician }),
  lang,
})

const present = (row: Row): CalendarLink => ({
  id: row.id,
  ...aboutOf(row),
  createdAt: row.created_at,
  ...(row.last_used_at !== null && { lastUsedAt: row.last_used_at }),
})

async function make(database: Database, username: string, about: CalendarAbout, now: Millis) {
  const { site = null, technician = null, lang } = about
  const token = makeSecret()
  const row = await database.write(async trx => {
    const made: Row = {
      ...{ id: `cl-${await nextNumber(trx, 'calendarLink')}`, token_hash: hashToken(token), username },
      ...{ site, technician, lang, created_at: now, last_used_at: null },
    }
    await trx.insertInto('calendar_link').values(made).execute()
    return made
  })
  return { ...present(row), token }
}

async function open(database: Database, token: string, now: Millis) {
  const row = await database.db
    .selectFrom('calendar_link as l')
    .innerJoin('account', 'account.username', 'l.username')
    .select([...actorColumns, 'l.token_hash', 'l.site', 'l.technician', 'l.lang', 'l.last_used_at'])
    .where('l.token_hash', '=', hashToken(token))
    .executeTakeFirst()
  if (!row) throw new CodedError('LINK_UNKNOWN')
  await noteUse(database, 'calendar_link', row, now)
  return { actor: actorIn(row), about: aboutOf(row) }
}

/** Addresses by which calendar programs, which cannot log in, read visits with the rights of who made them. */
export function createCalendarLinks(database: Database, now: () => Millis): CalendarLinks {
  const { db } = database
  return {
    list: async username => {
      const rows = db.selectFrom('calendar_link').selectAll().where('username', '=', username)
      return (await rows.orderBy('created_at').orderBy('id').execute()).map(present)
    },
    make: (username, about) => make(database, username, about, now()),
    remove: (username, id) =>
      database.write(async trx => {
        const gone = trx.deleteFrom('calendar_link').where('id', '=', id).where('username', '=', username)
        if ((await gone.executeTakeFirst()).numDeletedRows === 0n) throw new CodedError('NOT_FOUND', { id })
      }),
    open: token => open(database, token, now()),
  }
}
