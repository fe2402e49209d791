import type { Catalogue } from '#domain/catalogue.ts'
import type { FaultRule } from '#domain/equipmentClass.ts'
import { CodedError } from '#domain/errors.ts'
import type { Actor } from '#domain/people.ts'
import { type Problem, problem } from '#domain/problem.ts'
import { ruleAsSeen, seesRule } from '#domain/ruleScope.ts'
import type { NewRule, RuleChange, RuleInForce, RuleListing, RuleRollBack, RuleVersion } from '#domain/rules.ts'
import {
  type BookState,
  findRule,
  listing,
  needRule,
  openBookState,
  type RuleBookNeeds,
  ruleCodes,
  ruleView,
  shippedRule,
} from './bookState.ts'
import { needClass } from './checkRule.ts'
import { checkedRule, keepRule, replaceRule } from './enterRule.ts'
import { changedRule, newRule } from './ruleDrafts.ts'
import { ruleHash } from './ruleHash.ts'
import { refuseForeign } from './ruleRights.ts'
import { versionsOf } from './ruleRows.ts'
import { toldRule } from './toldRule.ts'

/** The rules in force: the catalogue's, and what people made of them. */
export interface RuleBook {
  /** The catalogue with the rules in force; its classes are replaced when a rule changes. */
  catalogue: Catalogue
  /** All that one may see, by code. */
  list(actor: Actor): RuleListing[]
  /** @throws CodedError NOT_FOUND */
  get(code: string, actor: Actor): RuleInForce
  /** Newest first, the catalogue's own last, without versions that were about other sites alone. @throws CodedError NOT_FOUND */
  history(code: string, actor: Actor): Promise<RuleVersion[]>
  /** @throws CodedError ALREADY_EXISTS, TOO_MANY_RULES, FORBIDDEN, and see `checkShape`, `fillReferences`, `checkRule` */
  add(input: NewRule, actor: Actor): Promise<RuleInForce>
  /** What says the same as before makes no version. @throws CodedError NOT_FOUND, STALE_VERSION, FORBIDDEN, BAD_REQUEST without a reason, and as `add` */
  change(code: string, change: RuleChange, actor: Actor): Promise<RuleInForce>
  /** Brings an earlier version into force again, as a new version. @throws CodedError as `change` */
  rollBack(code: string, to: RuleRollBack, actor: Actor): Promise<RuleInForce>
  /** A rule that is tried and not kept, references filled in. @throws CodedError as `add` */
  draft(input: NewRule): Promise<{ class: string; rule: FaultRule }>
  /** A rule as the engine runs it, references filled in. @throws CodedError NOT_FOUND */
  inForce(code: string, actor: Actor): { class: string; rule: FaultRule }
  /** All that are not switched off, of one class or of all. @throws CodedError UNKNOWN_CLASS */
  allInForce(actor: Actor, kind?: string): { class: string; rule: FaultRule }[]
  /** Called after each change. @returns a function that takes the listener off again */
  onChange(listener: () => void): () => void
}

function listRules(state: BookState, actor: Actor): RuleListing[] {
  return ruleCodes(state).flatMap(code => {
    const found = findRule(state, code)
    return found && seesRule(actor, found.rule, state.needs.equipment) ? [listing(state, code, found)] : []
  })
}

async function historyOf(state: BookState, code: string, actor: Actor): Promise<RuleVersion[]> {
  const original = shippedRule(state, needRule(state, code, actor).class, code)
  const versions = await versionsOf(state.needs.database.db, code)
  const { equipment } = state.needs
  return [
    ...versions.flatMap(({ version, hash, at, by, reason, rule }) => {
      const shown = rule ?? original
      if (!shown || !seesRule(actor, shown, equipment)) return []
      return [{ version, hash, at, by, reason, rule: ruleAsSeen(actor, toldRule(shown), equipment) }]
    }),
    ...(original ? [{ version: 0, hash: ruleHash(original), rule: toldRule(original) }] : []),
  ]
}

async function addRule(state: BookState, input: NewRule, actor: Actor): Promise<RuleInForce> {
  const { kind, rule } = newRule(input, needClass(state.shipped, input.class))
  if (findRule(state, rule.code)) throw new CodedError('ALREADY_EXISTS', { rule: rule.code })
  refuseForeign(actor, rule, state.needs.equipment)
  await checkedRule(state, kind, rule)
  return await keepRule(state, { kind, code: rule.code, rule }, { actor, reason: input.reason ?? '' })
}

const badField = (found: Problem) => new CodedError('BAD_REQUEST', { problems: [found] })

async function changeRule(state: BookState, code: string, change: RuleChange, actor: Actor): Promise<RuleInForce> {
  const { version, reason, class: kind, ...fields } = change
  const found = needRule(state, code, actor)
  const current = found.kept?.version ?? 0
  if (version !== undefined && version !== current) throw new CodedError('STALE_VERSION', { version: current })
  if (kind !== undefined && kind !== found.class)
    throw badField(problem('/class', 'otherClass', { class: found.class }))
  const rule = changedRule(found.rule, fields, needClass(state.shipped, found.class))
  if (ruleHash(rule) === ruleHash(found.rule)) return ruleView(state, code, found)
  if (!reason) throw badField(problem('/reason', 'required', { field: 'reason' }))
  return await replaceRule(state, code, rule, { actor, reason })
}

async function rollBack(
  state: BookState,
  code: string,
  { to, reason }: RuleRollBack,
  actor: Actor,
): Promise<RuleInForce> {
  const original = shippedRule(state, needRule(state, code, actor).class, code)
  const version = (await versionsOf(state.needs.database.db, code)).find(v => v.version === to)
  const rule = version?.rule ?? (to === 0 || version ? original : undefined)
  if (!rule) throw new CodedError('NOT_FOUND', { rule: code, version: to })
  return await replaceRule(state, code, rule, { actor, reason })
}

/** Reads the rules that people made; one that cannot be used any more is named and stops no other. */
export async function openRuleBook(needs: RuleBookNeeds): Promise<RuleBook> {
  const state = await openBookState(needs)
  return {
    catalogue: state.catalogue,
    list: actor => listRules(state, actor),
    get: (code, actor) => {
      const view = ruleView(state, code, needRule(state, code, actor))
      return { ...view, rule: ruleAsSeen(actor, view.rule, state.needs.equipment) }
    },
    history: (code, actor) => historyOf(state, code, actor),
    add: (input, actor) => addRule(state, input, actor),
    change: (code, change, actor) => changeRule(state, code, change, actor),
    rollBack: (code, to, actor) => rollBack(state, code, to, actor),
    draft: async input => {
      const { kind, rule } = newRule(input, needClass(state.shipped, input.class))
      return { class: kind, rule: await checkedRule(state, kind, rule) }
    },
    inForce: (code, actor) => {
      const found = needRule(state, code, actor)
      return { class: found.class, rule: state.catalogue.classes.get(found.class)?.fault.get(code) ?? found.rule }
    },
    allInForce: (actor, kind) => {
      const classes = kind === undefined ? [...state.catalogue.classes.values()] : [needClass(state.catalogue, kind)]
      return classes.flatMap(entry =>
        entry.faults
          .filter(rule => rule.mode !== 'off' && seesRule(actor, rule, state.needs.equipment))
          .map(rule => ({ class: entry.code, rule })),
      )
    },
    onChange: listener => {
      state.listeners.add(listener)
      return () => state.listeners.delete(listener)
    },
  }
}
