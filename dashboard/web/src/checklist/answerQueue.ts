import { type Ref, shallowRef } from 'vue'
import { type AnswerOutcome, lineKey, type NewAnswer } from '#domain/checklists.ts'
import { ApiError, type ShownCode } from '../api/apiError.ts'
import type { VisitItem } from './checklistView.ts'
import { type AnswerStore, createWaitingAnswers, type WaitingAnswers } from './waitingAnswers.ts'

/** What somebody else answered meanwhile, in place of which the own answer was not saved. */
export interface Overtaken {
  item: string
  equipment: string
  outcome?: AnswerOutcome
  by?: string
}

interface Needs {
  /** The visit as it is known; the queue puts in what the service answers. */
  visit: Ref<VisitItem>
  send(answers: NewAnswer[]): Promise<VisitItem>
  read(): Promise<VisitItem>
  store: AnswerStore
}

/** Failures after which the same may be sent again. */
const PASSING: readonly ShownCode[] = ['UNREACHABLE', 'TIMEOUT', 'TOO_MANY_REQUESTS', 'DATABASE_UNAVAILABLE']
/** So many answers travel at once. */
const BATCH = 500

const asError = (cause: unknown) =>
  cause instanceof ApiError ? cause : new ApiError('INTERNAL', { message: String(cause) })

const versionOf = (visit: VisitItem, key: string): number =>
  visit.lines.find(line => lineKey(line) === key)?.answer?.version ?? 0

/** What was given again while it was on its way stands on what has arrived. */
const settle = (waiting: WaitingAnswers, batch: readonly NewAnswer[], after: VisitItem) =>
  waiting.change(answers => {
    for (const sent of batch) {
      const key = lineKey(sent)
      const later = answers.get(key)
      if (later === sent) answers.delete(key)
      else if (later) answers.set(key, { ...later, version: versionOf(after, key) })
    }
  })

const drop = (waiting: WaitingAnswers, gone: readonly { item: string; equipment: string }[]) =>
  waiting.change(answers => {
    for (const one of gone) answers.delete(lineKey(one))
  })

/**
 * Sends answers as they are given, those together that are given while another is on its way. What cannot be sent is kept,
 * also when the page is closed, and sent later; what somebody else answered meanwhile is told and not overwritten.
 */
export function createAnswerQueue({ visit, send, read, store }: Needs) {
  const waiting = createWaitingAnswers(store, `caretaker.checklist.${visit.value.id}`)
  const overtaken = shallowRef<ReadonlyMap<string, Overtaken>>(new Map())
  const error = shallowRef<ApiError>()
  const busy = shallowRef(false)

  async function giveWay({ details }: ApiError): Promise<boolean> {
    const { answers: stale = [] } = (details ?? {}) as { answers?: Overtaken[] }
    drop(waiting, stale)
    overtaken.value = new Map([...overtaken.value, ...stale.map(one => [lineKey(one), one] as const)])
    visit.value = await read()
    return stale.length > 0
  }

  /** @returns whether there may be more to send */
  async function sendSome(): Promise<boolean> {
    const batch = [...waiting.answers.value.values()].slice(0, BATCH)
    try {
      visit.value = await send(batch)
      settle(waiting, batch, visit.value)
      return true
    } catch (cause) {
      const refused = asError(cause)
      if (refused.code === 'STALE_VERSION') return await giveWay(refused)
      error.value = refused
      if (!PASSING.includes(refused.code)) drop(waiting, batch)
      return false
    }
  }

  async function flush(): Promise<void> {
    if (busy.value) return
    busy.value = true
    error.value = undefined
    try {
      while (waiting.answers.value.size > 0 && (await sendSome()));
    } catch (cause) {
      error.value = asError(cause)
    } finally {
      busy.value = false
    }
  }

  /** Answers lines; an answer stands on the one that the person sees. */
  async function give(answers: readonly NewAnswer[]): Promise<void> {
    const keys = answers.map(lineKey)
    overtaken.value = new Map([...overtaken.value].filter(([key]) => !keys.includes(key)))
    waiting.change(all => {
      for (const answer of answers)
        all.set(lineKey(answer), { ...answer, version: versionOf(visit.value, lineKey(answer)) })
    })
    await flush()
  }
  return { waiting: waiting.answers, overtaken, error, busy, flush, give }
}
