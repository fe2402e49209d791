import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadCatalogue } from '#domain/catalogue.ts'
import { asFile, DASHBOARDS_DIR, dashboards } from '../../../dashboard/grafana/build.ts'

interface Panel {
  id: number
  gridPos: { x: number; y: number; w: number; h: number }
  targets: { refId: string; datasource: { uid: string }; query?: string; rawSql?: string }[]
}
interface Board {
  uid: string
  panels: Panel[]
  templating?: { list?: { name: string }[] }
}

const boards = Object.entries(dashboards()) as [string, Board][]
const provisioned = readFileSync(join(DASHBOARDS_DIR, '..', 'provisioning', 'datasources', 'all.yaml'), 'utf8')

test.each(boards)('%s stands in the repository as its code says', (name, board) => {
  expect(readFileSync(join(DASHBOARDS_DIR, name), 'utf8')).toBe(asFile(board))
})

test.each(boards)('%s: panels have ids of their own and do not overlap', (_name, board) => {
  expect(new Set(board.panels.map(p => p.id)).size).toBe(board.panels.length)
  const cells = board.panels.flatMap(({ gridPos: g }) =>
    Array.from({ length: g.w * g.h }, (_, i) => `${g.x + (i % g.w)},${g.y + Math.floor(i / g.w)}`),
  )
  expect(new Set(cells).size).toBe(cells.length)
})

test.each(boards)('%s asks only data sources that are provisioned, and declares its variables', (_name, board) => {
  const declared = board.templating?.list?.map(v => v.name) ?? []
  for (const target of board.panels.flatMap(p => p.targets)) {
    expect(provisioned).toContain(`uid: ${target.datasource.uid}`)
    const used = [...(target.query ?? '').matchAll(/\$(\w+)/g)].map(m => m[1] as string)
    for (const name of used.filter(n => !n.startsWith('__') && n !== 'timeFilter')) expect(declared).toContain(name)
  }
})

test('measurements are equipment classes, so a class with a dash is quoted in every query', () => {
  expect([...loadCatalogue().classes.keys()].some(code => code.includes('-'))).toBe(true)
  const query = boards.flatMap(([, b]) => b.panels.flatMap(p => p.targets.map(t => t.query ?? ''))).join('\n')
  expect(query).toContain('FROM "$class"')
})
