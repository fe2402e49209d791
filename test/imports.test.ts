import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

/** What Biome says of a file with that one import, without the file being there. */
function lint(file: string, imported: string): string {
  const input = `import { thing } from '${imported}'\n\nexport const other = thing\n`
  const biome = join(ROOT, 'node_modules', '.bin', 'biome')
  const { stdout, stderr } = spawnSync(biome, ['lint', `--stdin-file-path=${file}`], {
    cwd: ROOT,
    input,
    encoding: 'utf8',
  })
  return stdout + stderr
}

test.each([
  ['ingest/probe.ts', '#rules'],
  ['ingest/probe.ts', '../rules/engine.ts'],
  ['ingest/stores/probe.ts', '../../rules/engine.ts'],
  ['rules/conditions/probe.ts', '../../config.ts'],
  ['dashboard/server/routes/probe.ts', '../../../maintenance/tickets.ts'],
  ['broker/probe.ts', '../main.ts'],
  ['database/probe.ts', '#ingest'],
  ['domain/probe.ts', '#database/database.ts'],
])('lint refuses that %s imports %s: stages meet only in main.ts', (file, imported) => {
  expect(lint(file, imported)).toContain('noRestrictedImports')
})

test.each([
  ['ingest/stores/probe.ts', '#domain/errors.ts'],
  ['ingest/stores/probe.ts', '#database/database.ts'],
  ['ingest/stores/probe.ts', '../backOff.ts'],
  ['dashboard/server/routes/probe.ts', '../auth/guard.ts'],
  ['cli/probe.ts', '#rules'],
])('lint lets %s import %s', (file, imported) => {
  expect(lint(file, imported)).not.toContain('noRestrictedImports')
})
