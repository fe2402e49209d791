import { type RawBuilder, sql } from 'kysely'

/** The equipment that is of a model now, for `in`. */
export const ofModel = (model: string): RawBuilder<string> =>
  sql<string>`(select e.id from equipment e where e.model = ${model})`
