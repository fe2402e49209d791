import { type RawBuilder, sql } from 'kysely'

/** Whether a JSON list of texts holds one, to the letter: LIKE knows wildcards, and in SQLite no difference of case. */
export const lists = (column: 'skills' | 'sites', text: string): RawBuilder<boolean> =>
  sql<boolean>`replace(${sql.ref(column)}, ${JSON.stringify(text)}, '') <> ${sql.ref(column)}`
