import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { equipmentDashboard } from './equipment.ts'
import { operationsDashboard } from './operations.ts'

/** The Grafana dashboards that are shipped, as the JSON that Grafana's file provisioning reads. */
export const dashboards = (): Record<string, unknown> => ({
  'equipment.json': equipmentDashboard().build(),
  'operations.json': operationsDashboard().build(),
})

export const DASHBOARDS_DIR = join(import.meta.dirname, 'dashboards')

/** The text of a dashboard's file. */
export const asFile = (board: unknown): string => `${JSON.stringify(board, null, 2)}\n`

if (import.meta.main) {
  mkdirSync(DASHBOARDS_DIR, { recursive: true })
  for (const [name, board] of Object.entries(dashboards())) writeFileSync(join(DASHBOARDS_DIR, name), asFile(board))
}
