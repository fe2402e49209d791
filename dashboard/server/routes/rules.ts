import { Type } from 'typebox'
import type { Actor } from '#domain/people.ts'
import { NewRule, RULE_ORIGINS, RuleChange, type RuleInForce, RuleRollBack } from '#domain/rules.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import { memoryPage } from '../http/memoryPage.ts'
import type { DashboardNeeds } from '../needs.ts'
import { Id, PageOf, paging, strict } from '../views/common.ts'
import { RuleVersionView, RuleView } from '../views/rules.ts'

const Filter = strict({
  class: Type.Optional(Id),
  origin: Type.Optional(Type.Enum([...RULE_ORIGINS])),
  mode: Type.Optional(Type.Enum(['on', 'shadow', 'off'])),
  search: Type.Optional(Type.String({ maxLength: 100 })),
  ...paging,
})
const CodePath = Type.Object({ code: Type.String({ minLength: 1, maxLength: 64 }) })
const one = { tags: ['rules'], params: CodePath, response: { 200: RuleView } }

type Wanted = { class?: string; origin?: string; mode?: string; search?: string }

const fits = ({ class: kind, origin, mode, search }: Wanted, rule: RuleInForce): boolean =>
  (kind === undefined || rule.class === kind) &&
  (origin === undefined || rule.origin === origin) &&
  (mode === undefined || (rule.rule.mode ?? 'on') === mode) &&
  (search === undefined ||
    [rule.code, rule.rule.name, rule.rule.name_zh].some(text => text.toLowerCase().includes(search.toLowerCase())))

/** The rules in force, their history, and what people change of them. */
export function ruleRoutes(app: Api, { ruleBook, rules }: Pick<DashboardNeeds, 'ruleBook' | 'rules'>): void {
  const viewer = () => {
    const health = new Map(rules.health().map(each => [`${each.class} ${each.code}`, each]))
    return (rule: RuleInForce) => {
      const of = health.get(`${rule.class} ${rule.code}`)
      return toWire({ ...rule, ...(of && { health: of }) })
    }
  }
  const view = (rule: RuleInForce) => viewer()(rule)
  const list = (actor: Actor, wanted: Wanted) => ruleBook.list(actor).filter(rule => fits(wanted, rule))

  app.get(
    '/api/rules',
    { schema: { tags: ['rules'], querystring: Filter, response: { 200: PageOf(RuleView) } } },
    async request => {
      const found = list(actorOf(request), request.query).map(rule => ({ id: rule.code, rule }))
      const page = memoryPage(found, request.query)
      const view = viewer()
      return { ...page, items: page.items.map(({ rule }) => view(rule)) }
    },
  )

  app.post(
    '/api/rules',
    { schema: { tags: ['rules'], body: NewRule, response: { 201: RuleView } } },
    async (request, reply) => reply.status(201).send(view(await ruleBook.add(request.body, actorOf(request)))),
  )

  app.get('/api/rules/:code', { schema: one }, async request =>
    view(ruleBook.get(request.params.code, actorOf(request))),
  )

  app.patch('/api/rules/:code', { schema: { ...one, body: RuleChange } }, async request =>
    view(await ruleBook.change(request.params.code, request.body as RuleChange, actorOf(request))),
  )

  app.get(
    '/api/rules/:code/history',
    { schema: { ...one, response: { 200: PageOf(RuleVersionView) } } },
    async request => ({ items: toWire(await ruleBook.history(request.params.code, actorOf(request))) }),
  )

  app.post('/api/rules/:code/rollback', { schema: { ...one, body: RuleRollBack } }, async request =>
    view(await ruleBook.rollBack(request.params.code, request.body, actorOf(request))),
  )
}
