import { spawnSync } from 'node:child_process'
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { tempDir } from './helpers/tempDir.ts'

const ROOT = join(import.meta.dirname, '..')

const REFUSED: [file: string, imported: string][] = [
  ['ingest/a.ts', '#rules'],
  ['ingest/b.ts', '../rules/engine.ts'],
  ['ingest/stores/c.ts', '../../rules/engine.ts'],
  ['rules/conditions/d.ts', '../../config.ts'],
  ['dashboard/server/routes/e.ts', '../../../maintenance/tickets/tickets.ts'],
  ['broker/f.ts', '../main.ts'],
  ['database/g.ts', '#ingest'],
  ['domain/h.ts', '#database/database.ts'],
]
const ALLOWED: [file: string, imported: string][] = [
  ['ingest/stores/i.ts', '#domain/errors.ts'],
  ['ingest/stores/j.ts', '#database/database.ts'],
  ['ingest/stores/k.ts', '../backOff.ts'],
  ['dashboard/server/routes/l.ts', '../auth/guard.ts'],
  ['cli/m.ts', '#rules'],
]

/** The files of a made-up tree, each with one import, that our Biome settings refuse for it. */
async function refusedFiles(tree: [file: string, imported: string][]): Promise<string[]> {
  const dir = await tempDir()
  await copyFile(join(ROOT, 'biome.json'), join(dir, 'biome.json'))
  await symlink(join(ROOT, 'node_modules'), join(dir, 'node_modules'))
  for (const [file, imported] of tree) {
    await mkdir(join(dir, dirname(file)), { recursive: true })
    await writeFile(join(dir, file), `import { thing } from '${imported}'\n\nexport const other = thing\n`)
  }
  const options = ['lint', '--vcs-enabled=false', '--max-diagnostics=200', '.']
  const { stderr, stdout } = spawnSync(join(ROOT, 'node_modules', '.bin', 'biome'), options, {
    cwd: dir,
    encoding: 'utf8',
  })
  return tree
    .map(([file]) => file)
    .filter(file => new RegExp(`${file}:\\S+ lint/style/noRestrictedImports`).test(stdout + stderr))
}

test('imports are a star: lint refuses a stage that imports another, from any depth, and nothing else', async () => {
  expect(await refusedFiles([...REFUSED, ...ALLOWED])).toEqual(REFUSED.map(([file]) => file))
})
