import { Type } from 'typebox'
import type { Actor } from '#domain/people.ts'
import type { RuleRecord } from '#domain/ruleRecord.ts'
import { NewRule, RuleChange, type RuleInForce, RuleRollBack } from '#domain/rules.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import { memoryPage } from '../http/memoryPage.ts'
import type { DashboardNeeds } from '../needs.ts'
import { PageOf } from '../views/common.ts'
import { RuleVersionView, RuleView } from '../views/rules.ts'
import { enterChange, enterNew, wholeChange } from './ruleAsRead.ts'
import { asksForRecord, fitsRecord, fitsRule, RuleFilter } from './ruleFilter.ts'

const CodePath = Type.Object({ code: Type.String({ minLength: 1, maxLength: 64 }) })
const one = { tags: ['rules'], params: CodePath, response: { 200: RuleView } }

/** The rules in force, their history, and what people change of them. */
export function ruleRoutes(
  app: Api,
  { ruleBook, rules, maintenance }: Pick<DashboardNeeds, 'ruleBook' | 'rules' | 'maintenance'>,
): void {
  const views = async (found: readonly RuleInForce[], { sites }: Actor, detailed = false) => {
    const health = new Map((await rules.health()).map(each => [`${each.class} ${each.code}`, each]))
    const asked = found.map(({ class: kind, rule, at: since }) => ({ class: kind, rule, ...(since && { since }) }))
    const records = await maintenance.ruleRecords.records({ rules: asked, sites, detailed })
    return found.map(rule => {
      const of = health.get(`${rule.class} ${rule.code}`)
      return toWire({ ...rule, ...(of && { health: of }), ...(records.get(rule.code) as RuleRecord) })
    })
  }
  const view = async (rule: RuleInForce, actor: Actor) => {
    const [shown] = await views([rule], actor, true)
    return shown as NonNullable<typeof shown>
  }

  app.get(
    '/api/rules',
    { schema: { tags: ['rules'], querystring: RuleFilter, response: { 200: PageOf(RuleView) } } },
    async request => {
      const actor = actorOf(request)
      const wanted = request.query
      const found = ruleBook.list(actor).filter(rule => fitsRule(wanted, rule))
      const read = (codes: readonly { code: string }[]) =>
        views(
          codes.map(({ code }) => ruleBook.get(code, actor)),
          actor,
        )
      const told = asksForRecord(wanted) && (await read(found)).filter(rule => fitsRecord(wanted, rule))
      const page = memoryPage(
        (told || found).map(rule => ({ id: rule.code, rule })),
        wanted,
      )
      const shown = page.items.map(({ rule }) => rule)
      return { ...page, items: told ? (shown as typeof told) : await read(shown) }
    },
  )

  app.post(
    '/api/rules',
    { preValidation: enterNew, schema: { tags: ['rules'], body: NewRule, response: { 201: RuleView } } },
    async (request, reply) => {
      const actor = actorOf(request)
      return reply.status(201).send(await view(await ruleBook.add(request.body, actor), actor))
    },
  )

  app.get('/api/rules/:code', { schema: one }, async request => {
    const actor = actorOf(request)
    return await view(ruleBook.get(request.params.code, actor), actor)
  })

  const change = { preValidation: enterChange, schema: { ...one, body: RuleChange } }
  app.patch('/api/rules/:code', change, async request => {
    const actor = actorOf(request)
    return await view(await ruleBook.change(request.params.code, request.body as RuleChange, actor), actor)
  })

  app.put('/api/rules/:code', change, async request => {
    const actor = actorOf(request)
    const whole = wholeChange(request.body) as RuleChange
    return await view(await ruleBook.change(request.params.code, whole, actor), actor)
  })

  historyRoute(app, { ruleBook })

  app.post('/api/rules/:code/rollback', { schema: { ...one, body: RuleRollBack } }, async request => {
    const actor = actorOf(request)
    return await view(await ruleBook.rollBack(request.params.code, request.body, actor), actor)
  })
}

function historyRoute(app: Api, { ruleBook }: Pick<DashboardNeeds, 'ruleBook'>): void {
  app.get(
    '/api/rules/:code/history',
    { schema: { ...one, response: { 200: PageOf(RuleVersionView) } } },
    async request => ({ items: toWire(await ruleBook.history(request.params.code, actorOf(request))) }),
  )
}
