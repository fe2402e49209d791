import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lockDataDir } from '../../database/dataDirLock.ts'
import { tempDir } from '../helpers/tempDir.ts'

const inUse = expect.objectContaining({ code: 'DATA_DIR_IN_USE' })

test('a folder is taken once, and free again after the holder closed it', async () => {
  const dataDir = await tempDir()
  const lock = lockDataDir(dataDir)
  expect(() => lockDataDir(dataDir)).toThrow(inUse)
  await lock.close()
  await lockDataDir(dataDir).close()
})

test('a holder that was killed leaves no lock behind', async () => {
  const dataDir = await tempDir()
  const module = join(import.meta.dirname, '../../database/dataDirLock.ts')
  const code = `import { lockDataDir } from ${JSON.stringify(module)}; globalThis.held = lockDataDir(${JSON.stringify(dataDir)}); console.log('held'); setInterval(() => {}, 1000)`
  const holder = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void holder.kill('SIGKILL'))
  await once(holder.stdout, 'data')
  expect(() => lockDataDir(dataDir)).toThrow(inUse)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  await lockDataDir(dataDir).close()
})
