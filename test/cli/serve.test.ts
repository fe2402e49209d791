import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '#database/database.ts'
import { createAccounts } from '../../dashboard/server/auth/accounts.ts'
import { tempDir } from '../helpers/tempDir.ts'

const CLI = join(import.meta.dirname, '../../cli/caretaker.js')

async function run(args: string[], env: Record<string, string> = {}) {
  const dataDir = await tempDir()
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, HTTP_PORT: '0', MQTT_PORT: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function lineWith(child: ChildProcess, text: string): Promise<string> {
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream }))
    if (line.includes(text)) return line
  throw new Error(`ended without "${text}"`)
}

const ended = async (child: ChildProcess) => {
  let errors = ''
  child.stderr?.on('data', chunk => (errors += chunk))
  const [code] = await once(child, 'exit')
  return { code, errors }
}

test('serve prints its ports in one ready line, and SIGTERM right after it drains and exits 0', async () => {
  const child = await run(['serve'], { ADMIN_PASSWORD: 'correct-horse-battery' })
  const end = ended(child)
  const ready = JSON.parse(await lineWith(child, '"ready"'))
  expect(ready).toEqual({ event: 'ready', http: expect.any(Number), mqtt: expect.any(Number) })
  expect((await fetch(`http://127.0.0.1:${ready.http}/livez`)).status).toBe(200)
  child.kill('SIGTERM')
  expect(await end).toEqual({ code: 0, errors: '' })
})

test('the first start without ADMIN_PASSWORD makes one, prints it once, and it works', async () => {
  const child = await run(['serve'])
  const made = await lineWith(child, 'password "')
  const password = /password "([^"]+)"/.exec(made)?.[1] as string
  const { http } = JSON.parse(await lineWith(child, '"ready"'))
  const answer = await fetch(`http://127.0.0.1:${http}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password }),
  })
  expect(answer.status).toBe(200)
})

test('a busy port and a bad variable end with exit code 1 and plain words', async () => {
  const busy = createServer().listen(0, '127.0.0.1')
  await once(busy, 'listening')
  onTestFinished(() => void busy.close())
  const { port } = busy.address() as { port: number }
  const taken = await ended(await run(['serve'], { HTTP_PORT: String(port) }))
  expect(taken).toMatchObject({ code: 1, errors: expect.stringMatching(/^PORT_IN_USE: .*\d+/) })
  const wrong = await ended(await run(['serve'], { HTTP_PORT: 'eighty', MQTT_URL: 'nowhere' }))
  expect(wrong.code).toBe(1)
  expect(wrong.errors.trim().split('\n')).toHaveLength(2)
  expect(wrong.errors).toContain('HTTP_PORT=eighty')
})

test('the demo keeps everything in DATA_DIR, under the password of the run', async () => {
  const DATA_DIR = await tempDir()
  const child = await run(['demo'], { DATA_DIR, ADMIN_PASSWORD: 'correct-horse-battery' })
  await lineWith(child, '"ready"')
  const end = ended(child)
  child.kill('SIGTERM')
  expect(await end).toEqual({ code: 0, errors: '' })
  const database = await openDatabase({ dataDir: DATA_DIR })
  onTestFinished(() => database.close())
  const accounts = createAccounts(database, Date.now, '')
  for (const name of ['admin', 'desk']) expect(await accounts.verify(name, 'correct-horse-battery')).toBeDefined()
})

test('every command explains itself', async () => {
  const help = await run(['--help'])
  let text = ''
  help.stdout?.on('data', chunk => (text += chunk))
  await once(help, 'exit')
  for (const command of ['serve', 'demo', 'simulate', 'replay', 'gateway', 'user', 'doctor'])
    expect(text).toContain(command)
})
