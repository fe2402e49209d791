import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { everyone } from '../../../dashboard/web/src/i18n/zh/everyone.ts'
import { orders } from '../../../dashboard/web/src/i18n/zh/orders.ts'
import { stock } from '../../../dashboard/web/src/i18n/zh/stock.ts'
import { zh } from '../../../dashboard/web/src/i18n/zh.ts'

const SRC = join(import.meta.dirname, '../../../dashboard/web/src')
const ROUTES = readFileSync(join(SRC, 'pages/public/publicRoutes.ts'), 'utf8')
const PUBLIC_ROUTES = ROUTES.split('\n  {').filter(route => route.includes('public: true }'))
const PAGES = PUBLIC_ROUTES.flatMap(route => /import\('\.\/(.*?)'\)/.exec(route)?.[1] ?? []).map(page =>
  join('pages/public', page),
)

/** The files that a page is made of, as far as they are the pages' own. */
function partsOf(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !existsSync(file)) return seen
  seen.add(file)
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/g))
    if (!/services\.ts$|\/i18n\//.test(path)) partsOf(join(dirname(file), path), seen)
  return seen
}
const parts = new Set(['shell/PublicShell.vue', ...PAGES].flatMap(file => [...partsOf(join(SRC, file))]))
const text = [...parts].map(file => readFileSync(file, 'utf8')).join('\n')

test('the pages without a log-in have every word that they say', () => {
  const said = [...text.matchAll(/\bt\('([^']+)'/g)].map(([, key = '']) => key)
  const titles = PUBLIC_ROUTES.map(route => /title: '([^']+)'/.exec(route)?.[1] ?? '')
  const groups = [...text.matchAll(/\bt\(`(\w+\.)\$\{/g)].map(([, group = '']) => group)
  const ofStock = { ...stock, ...orders }
  const grouped = Object.keys(zh).filter(key => groups.some(group => key.startsWith(group)) && !(key in ofStock))

  expect(PAGES.length).toBeGreaterThan(6)
  expect(said.length).toBeGreaterThan(60)
  expect(grouped.length).toBeGreaterThan(20)
  expect([...new Set([...said, ...titles, ...grouped])].filter(key => !(key in everyone))).toEqual([])
})
