import { type Kysely, sql } from 'kysely'
import { modelOf } from '#domain/equipment.ts'
import { runInOrder } from '../runInOrder.ts'
import type { Tables } from '../tables.ts'

/**
 * The model of equipment in a column that faults are grouped by, and what the reports count of predictions, verdicts and
 * rescues. The figures of tickets are written anew beside the work.
 */
const STATEMENTS = [
  `alter table equipment add column model text`,
  `create index equipment_model on equipment (model) where model is not null`,
  `delete from ticket_breach`,
  `delete from ticket_figure`,
  `alter table ticket_figure add column predictive integer not null default 0`,
  `alter table ticket_figure add column outcome text`,
  `alter table ticket_figure add column closed_at bigint`,
  `alter table ticket_figure add column safe_at bigint`,
  `create index ticket_figure_closed_at on ticket_figure (closed_at)`,
  `create index ticket_figure_site_closed_at on ticket_figure (site, closed_at)`,
  `create index ticket_figure_predicts on ticket_figure (equipment, opened_at) where predictive = 1`,
]

const BACK = [
  `drop index ticket_figure_predicts`,
  `drop index ticket_figure_site_closed_at`,
  `drop index ticket_figure_closed_at`,
  ...['safe_at', 'closed_at', 'outcome', 'predictive'].map(name => `alter table ticket_figure drop column ${name}`),
  `drop index equipment_model`,
  `alter table equipment drop column model`,
]

/** The parameters say the model; here it is copied out of their JSON, whose functions differ by database. */
async function copyModels(db: Kysely<Tables>): Promise<void> {
  const rows = await db.selectFrom('equipment').select(['id', 'params']).where('params', 'like', '%"model"%').execute()
  for (const { id, params } of rows) {
    const model = modelOf(JSON.parse(params))
    if (model !== undefined) await sql`update equipment set model = ${model} where id = ${id}`.execute(db)
  }
}

export async function up(db: Kysely<Tables>): Promise<void> {
  await runInOrder(STATEMENTS)(db)
  await copyModels(db)
}

export const down = runInOrder(BACK)
