import { expect, test } from 'vitest'
import { allowedBy } from '../../../maintenance/notifiers/allowed.ts'
import { createPost } from '../../../maintenance/notifiers/post.ts'
import { startHookServer } from '../../helpers/hookServer.ts'

const NOTHING = { headers: {}, body: '{}' }
const live = () => new AbortController().signal

test.each([
  'http://example.com/',
  'https://user:secret@example.com/',
  'ftp://example.com/',
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://10.1.2.3/',
  'https://169.254.169.254/latest/meta-data',
  'https://[::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://[fe80::1]/',
  'https://[fd00::1]/',
  'https://[64:ff9b::7f00:1]/',
  'not a url',
])('%s is refused before anything is kept', url => {
  expect(() => createPost().check(url)).toThrow(expect.objectContaining({ code: 'WEBHOOK_ADDRESS' }))
})

test('a public address by https is taken, and what the list names by http too', () => {
  expect(() => createPost().check('https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1')).not.toThrow()
  const post = createPost(['chat.intern', '10.1.0.0/16'])
  for (const url of ['http://chat.intern:8065/hooks/1', 'http://10.1.2.3/']) expect(() => post.check(url)).not.toThrow()
  for (const url of ['http://10.2.0.1/', 'http://other.intern/']) expect(() => post.check(url)).toThrow()
})

test('a name that leads to a private address is not connected to', async () => {
  const hooks = await startHookServer()
  const { port } = new URL(hooks.url)
  await expect(createPost().send(`https://localhost:${port}/`, NOTHING, live())).rejects.toThrow(/public address/)
  expect(hooks.heard).toEqual([])
  const answer = await createPost(['localhost']).send(`http://localhost:${port}/`, NOTHING, live())
  expect(answer.status).toBe(200)
})

test('a redirect is an answer like any other and not followed', async () => {
  const hooks = await startHookServer()
  hooks.answer = (_, response) => void response.writeHead(307, { location: '/elsewhere' }).end()
  expect(await createPost(['127.0.0.1']).send(hooks.url, NOTHING, live())).toMatchObject({ status: 307 })
  expect(hooks.heard.map(heard => heard.path)).toEqual(['/hook'])
})

test('of a long answer no more than 4 KiB is kept', async () => {
  const hooks = await startHookServer()
  hooks.answer = (_, response) => void response.end('x'.repeat(1_000_000))
  expect((await createPost(['127.0.0.1']).send(hooks.url, NOTHING, live())).body).toHaveLength(4_096)
})

test('a list that means nothing is told at the start', () => {
  for (const entry of ['10.0.0.0/99', '10.0.0.0/', 'fe80::/x'])
    expect(() => allowedBy([entry])).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
})
