import { createHmac } from 'node:crypto'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Database } from '#database/database.ts'
import { silentLog } from '#domain/log.ts'
import { type NewWebhook, RETRY_AFTER_S } from '#domain/webhooks.ts'
import { createPost, createWebhooks, type WebhooksNeeds } from '#maintenance'
import { type HookServer, startHookServer } from '../../helpers/hookServer.ts'
import { ADMIN, DISPATCHER, MONDAY, moveThrough, type TestMaintenance } from '../../helpers/maintenance.ts'
import { LEVEL, OVERTRAVEL, startWith } from './start.ts'

const keysOf = (hooks: HookServer) => hooks.heard.map(heard => heard.key)

/** The events of all tickets, by the names under which they are told. */
async function written({ tickets }: TestMaintenance): Promise<string[]> {
  const { items } = await tickets.list({})
  return items.flatMap(({ id, timeline }) => timeline.map((_, i) => `${id}/${i + 1}`)).sort()
}

const eventually = (assert: () => unknown) => vi.waitFor(assert, { timeout: 10_000, interval: 10 })

export function webhooksContract(kind: string, open: () => Promise<Database>): void {
  async function begin(input: Partial<NewWebhook> = {}) {
    const { database, maintenance } = await startWith(open)()
    const hooks = await startHookServer()
    const time = { at: MONDAY }
    const start = (change: Partial<WebhooksNeeds> = {}) => {
      const post = createPost(['127.0.0.1'])
      const needs = { database, ...maintenance, ...maintenance.registry, post, now: () => time.at, log: silentLog }
      const webhooks = createWebhooks({ ...needs, everyMs: 10, ...change })
      onTestFinished(() => webhooks.stop())
      return webhooks
    }
    const webhooks = start()
    const made = await webhooks.add({ name: 'ERP', url: hooks.url, ...input }, ADMIN)
    return { database, maintenance, hooks, time, start, webhooks, made }
  }

  describe(`webhooks, ${kind}`, () => {
    test('each event is told once, signed, under the name that it has for good', async () => {
      const { maintenance, hooks, webhooks, made } = await begin()
      await maintenance.handle([OVERTRAVEL])
      const [ticket] = (await maintenance.tickets.list({})).items
      await moveThrough(maintenance, ticket?.id ?? '', ['acknowledged', 'dispatched'])
      const all = await written(maintenance)
      await eventually(() => expect(keysOf(hooks).toSorted()).toEqual(all))
      await eventually(async () =>
        expect((await webhooks.list())[0]).toMatchObject({ waiting: 0, dead: 0, failures: 0 }),
      )
      expect(keysOf(hooks)).toHaveLength(all.length)
      for (const { headers, body, key } of hooks.heard) {
        const content = `${key}.${headers['webhook-timestamp']}.${body}`
        const secret = Buffer.from(made.secret.slice('whsec_'.length), 'base64')
        const sign = createHmac('sha256', secret).update(content).digest('base64')
        expect(headers).toMatchObject({ 'webhook-signature': `v1,${sign}`, 'idempotency-key': key })
        expect(JSON.parse(body)).toMatchObject({ key, ticket: { id: ticket?.id, equipment: 'lift-1' } })
      }
      const { items } = await webhooks.deliveries({ webhook: made.id, state: 'delivered' })
      expect(items.map(item => item.key).toSorted()).toEqual(all)
      expect(JSON.stringify(await webhooks.list())).not.toContain(made.secret)
    })

    test('only what a subscription asks for is told, and nothing from before it', async () => {
      const { maintenance, hooks, webhooks } = await begin({ events: ['opened', 'dispatched'] })
      await webhooks.add({ name: 'elsewhere', url: `${hooks.url}/other`, sites: [], events: ['closed'] }, ADMIN)
      await maintenance.handle([OVERTRAVEL])
      const [ticket] = (await maintenance.tickets.list({})).items
      await moveThrough(maintenance, ticket?.id ?? '', ['acknowledged', 'dispatched'])
      await eventually(() => expect(hooks.heard).toHaveLength(2))
      expect(hooks.heard.map(({ body }) => JSON.parse(body).event)).toMatchObject([
        { event: 'opened' },
        { to: 'dispatched' },
      ])
      await webhooks.add({ name: 'late', url: `${hooks.url}/late` }, ADMIN)
      await maintenance.tickets.move(ticket?.id ?? '', { to: 'accepted' }, DISPATCHER)
      await eventually(() => expect(hooks.heard.some(heard => heard.path === '/hook/late')).toBe(true))
      const late = hooks.heard.filter(heard => heard.path === '/hook/late')
      expect(late.map(({ body }) => JSON.parse(body).event.to)).toEqual(['accepted'])
      expect(hooks.heard.filter(heard => heard.path === '/hook/other')).toEqual([])
    })

    test('stopped between the request and its answer, it is sent again under the same key', async () => {
      const { maintenance, hooks, start, webhooks } = await begin()
      hooks.answer = () => undefined
      await maintenance.handle([OVERTRAVEL])
      await eventually(() => expect(hooks.heard.length).toBeGreaterThan(0))
      await webhooks.stop()
      const [first] = keysOf(hooks)
      hooks.answer = (_, response) => void response.writeHead(204).end()
      await maintenance.handle([LEVEL])
      start()
      const all = await written(maintenance)
      await eventually(() => expect([...new Set(keysOf(hooks))].sort()).toEqual(all))
      expect(keysOf(hooks).filter(key => key === first)).toHaveLength(2)
    })

    test('a variant that counts as sent before it is loses what was under way, and is found', async () => {
      const { maintenance, hooks, start, webhooks } = await begin()
      await webhooks.stop()
      const real = createPost(['127.0.0.1'])
      const gone = new AbortController()
      const late: WebhooksNeeds['post'] = {
        ...real,
        send: async (...request) => {
          setTimeout(() => gone.signal.aborted || real.send(...request), 60_000).unref()
          return { status: 200, body: '' }
        },
      }
      const broken = start({ post: late })
      await maintenance.handle([OVERTRAVEL])
      await eventually(async () => expect((await broken.deliveries({ state: 'delivered' })).items).not.toEqual([]))
      await broken.stop()
      gone.abort()
      const again = start()
      await eventually(async () => expect((await again.list())[0]?.waiting).toBe(0))
      const missing = (await written(maintenance)).filter(key => !keysOf(hooks).includes(key))
      expect(missing).not.toEqual([])
    })

    test('what fails is tried again at longer and longer intervals, then given up, shown, and sent when a person says so', async () => {
      const { maintenance, hooks, time, webhooks, made } = await begin({ events: ['opened'] })
      hooks.answer = (_, response) => void response.writeHead(500).end()
      await maintenance.handle([OVERTRAVEL])
      for (const [tries, wait] of [...RETRY_AFTER_S, 0].entries()) {
        await eventually(() => expect(hooks.heard).toHaveLength(tries + 1))
        await eventually(async () => expect((await webhooks.deliveries({})).items[0]?.attempts).toBe(tries + 1))
        time.at += wait * 1000
      }
      const { items } = await webhooks.deliveries({ state: 'dead' })
      expect(items).toMatchObject([{ status: 500, error: 'answered 500', attempts: RETRY_AFTER_S.length + 1 }])
      expect((await webhooks.list())[0]).toMatchObject({ dead: 1, waiting: 0, failures: RETRY_AFTER_S.length + 1 })
      expect(new Set(keysOf(hooks)).size).toBe(1)
      hooks.answer = (_, response) => void response.writeHead(200).end()
      expect(await webhooks.revive(made.id, ADMIN)).toBe(1)
      await eventually(async () => expect((await webhooks.list())[0]).toMatchObject({ dead: 0, failures: 0 }))
    })

    test('a place that is gone is told nothing more, and one that is removed takes its queue along', async () => {
      const { database, maintenance, hooks, webhooks, made } = await begin()
      hooks.answer = (_, response) => void response.writeHead(410).end()
      await maintenance.handle([OVERTRAVEL])
      await eventually(async () => expect((await webhooks.list())[0]?.active).toBe(false))
      expect(hooks.heard).toHaveLength(1)
      await webhooks.remove(made.id, ADMIN)
      expect(await database.db.selectFrom('webhook_delivery').selectAll().execute()).toEqual([])
      await expect(webhooks.remove(made.id, ADMIN)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })

    test('robots of WeCom and DingTalk get their Markdown; what they refuse with 200 has failed', async () => {
      const { hooks, webhooks, made } = await begin({ format: 'wecom' })
      hooks.answer = (_, response) => void response.writeHead(200).end('{"errcode":0,"errmsg":"ok"}')
      expect(await webhooks.test(made.id)).toEqual({ at: MONDAY, status: 200 })
      expect(JSON.parse(hooks.heard[0]?.body ?? '')).toEqual({
        msgtype: 'markdown',
        markdown: { content: expect.stringContaining('test') },
      })
      hooks.answer = (_, response) => void response.writeHead(200).end('{"errcode":93000,"errmsg":"invalid key"}')
      expect(await webhooks.test(made.id)).toMatchObject({ status: 200, error: 'errcode 93000: invalid key' })
      const secret = `SEC${'0'.repeat(61)}`
      const ding = await webhooks.add({ name: 'Ding', url: `${hooks.url}?token=t`, format: 'dingtalk', secret }, ADMIN)
      await webhooks.test(ding.id)
      const { path = '', body = '' } = hooks.heard.at(-1) ?? {}
      const sign = createHmac('sha256', secret).update(`${MONDAY}\n${secret}`).digest('base64')
      expect(Object.fromEntries(new URL(path, hooks.url).searchParams)).toEqual({
        token: 't',
        timestamp: `${MONDAY}`,
        sign,
      })
      expect(JSON.parse(body).markdown).toEqual({ title: expect.any(String), text: expect.any(String) })
    })
  })
}
