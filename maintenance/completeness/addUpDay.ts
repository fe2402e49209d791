import { sql } from 'kysely'
import type { Millis } from '#domain/time.ts'
import type { Trx } from '../tickets/lockTicket.ts'

/** Adds up anew what is counted of a site's day, by class and by the model that the equipment is of now. */
export async function addUpDay(trx: Trx, site: string, dayAt: Millis): Promise<void> {
  await trx.deleteFrom('sample_day').where('site', '=', site).where('day_at', '=', dayAt).execute()
  const model = sql<string>`coalesce(e.model, '')`
  await trx
    .insertInto('sample_day')
    .columns(['day_at', 'site', 'class', 'model', 'expected', 'received'])
    .expression(eb =>
      eb
        .selectFrom('equipment as e')
        .innerJoin('sample_count as c', 'c.equipment', 'e.id')
        .where('e.site', '=', site)
        .where('c.day_at', '=', dayAt)
        .select(['c.day_at', 'e.site', 'e.class', model.as('model')])
        .select(select => [select.fn.sum<number>('c.expected').as('expected')])
        .select(select => [select.fn.sum<number>('c.received').as('received')])
        .groupBy(['c.day_at', 'e.site', 'e.class', model]),
    )
    .execute()
}
