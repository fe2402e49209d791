import type { Kysely, Selectable } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { CodedError } from '#domain/errors.ts'
import { makeLabelCode } from '#domain/labelCodes.ts'
import type { EndedLabel, Label, Labelled, LabelRenewal } from '#domain/labels.ts'
import type { Actor } from '#domain/people.ts'
import type { Workshop } from '../needs.ts'
import type { Trx } from '../tickets/lockTicket.ts'

/** Labels with random codes on equipment, places and whole sites. */
export interface Labels {
  /** The label to print; the first time that somebody asks, one is made. */
  of(item: Labelled, actor: Actor): Promise<Label>
  /** Ends the label and makes another. @throws CodedError NOT_FOUND, STALE_VERSION with the number of the one that holds */
  renew(item: Labelled, renewal: LabelRenewal, actor: Actor): Promise<Label>
  /** What a code is or was the label of. */
  find(code: string): Promise<Labelled | undefined>
}

type LabelRow = Selectable<Tables['label']>

const keyOf = (item: Labelled): Pick<LabelRow, 'kind' | 'item'> =>
  'equipment' in item ? { kind: 'equipment', item: item.equipment } : { kind: 'site', item: item.site }

const itemOf = ({ kind, item }: LabelRow): Labelled => (kind === 'equipment' ? { equipment: item } : { site: item })

const toEnded = ({ number, made_at, made_by, ended_at, ended_by, reason }: LabelRow): EndedLabel[] =>
  ended_at === null
    ? []
    : [{ number, madeAt: made_at, madeBy: made_by, endedAt: ended_at, endedBy: ended_by ?? '', reason: reason ?? '' }]

async function readLabel(db: Kysely<Tables>, item: Labelled): Promise<Label | undefined> {
  const { kind, item: id } = keyOf(item)
  const rows = await db
    .selectFrom('label')
    .selectAll()
    .where('kind', '=', kind)
    .where('item', '=', id)
    .orderBy('number')
    .execute()
  const now = rows.find(row => row.ended_at === null)
  if (!now) return undefined
  const { number, code, made_at: madeAt, made_by: madeBy } = now
  return { number, code, madeAt, madeBy, before: rows.flatMap(toEnded) }
}

/** Makes a label with that number, unless another was faster. */
async function makeLabel(trx: Trx, item: Labelled, number: number, made: { at: number; by: string }): Promise<void> {
  const row = { code: makeLabelCode(), ...keyOf(item), number, made_at: made.at, made_by: made.by }
  await trx
    .insertInto('label')
    .values({ ...row, ended_at: null, ended_by: null, reason: null })
    .onConflict(c => c.doNothing())
    .execute()
}

async function renewLabel(needs: Workshop, item: Labelled, { number, reason }: LabelRenewal, actor: Actor) {
  const { kind, item: id } = keyOf(item)
  const [at, by] = [needs.clock.now(), actor.username]
  await needs.database.write(async trx => {
    const { numUpdatedRows } = await trx
      .updateTable('label')
      .set({ ended_at: at, ended_by: by, reason })
      .where('kind', '=', kind)
      .where('item', '=', id)
      .where('number', '=', number)
      .where('ended_at', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) {
      const now = await readLabel(trx, item)
      throw now ? new CodedError('STALE_VERSION', { number: now.number }) : new CodedError('NOT_FOUND')
    }
    await makeLabel(trx, item, number + 1, { at, by })
  })
}

/** The label that has this code now, or had it. */
export const labelByCode = (db: Kysely<Tables>, code: string): Promise<LabelRow | undefined> =>
  db.selectFrom('label').selectAll().where('code', '=', code).executeTakeFirst()

export function createLabels(needs: Workshop): Labels {
  const { db, write } = needs.database
  const read = async (item: Labelled) => (await readLabel(db, item)) as Label
  return {
    of: async (item, { username: by }) => {
      const known = await readLabel(db, item)
      if (known) return known
      await write(trx => makeLabel(trx, item, 1, { at: needs.clock.now(), by }))
      return await read(item)
    },
    renew: async (item, renewal, actor) => {
      await renewLabel(needs, item, renewal, actor)
      return await read(item)
    },
    find: async code => {
      const row = await labelByCode(db, code)
      return row && itemOf(row)
    },
  }
}
