import type { InjectionKey } from 'vue'
import type { Answer, ChecklistItem, ChecklistLine, Visit } from '#domain/checklists.ts'
import { lacksPhoto, lineKey } from '#domain/checklists.ts'
import type { Wire } from '#domain/wire.ts'

export type VisitItem = Wire<Visit>
export type AnswerItem = Wire<Answer>

/** A line of the checklist with its item, and what it still lacks. */
export interface LineView {
  key: string
  item: ChecklistItem
  line: Wire<ChecklistLine>
  lacks: 'answer' | 'photo' | undefined
}

export interface LineGroup {
  equipment: { id: string; name: string; class: string }
  lines: LineView[]
}

/** What who answered is called. */
export const ANSWERER: InjectionKey<(by: string) => string> = Symbol('answerer')

const lacksOf = (item: ChecklistItem, { answer }: Wire<ChecklistLine>): LineView['lacks'] => {
  if (answer === undefined) return 'answer'
  return lacksPhoto(item, answer) ? 'photo' : undefined
}

/** The lines by piece of equipment, in the order of the visit. */
export function groupLines({ equipment, items, lines }: VisitItem): LineGroup[] {
  const known = new Map(items.map(item => [item.code, item]))
  const views = lines.flatMap((line): LineView[] => {
    const item = known.get(line.item)
    return item ? [{ key: lineKey(line), item, line, lacks: lacksOf(item, line) }] : []
  })
  const byEquipment = Map.groupBy(views, view => view.line.equipment)
  return equipment.flatMap(piece => {
    const own = byEquipment.get(piece.id)
    return own ? [{ equipment: piece, lines: own }] : []
  })
}

/** Whether a person may say “all right” without looking closer: neither a value, nor a test, nor to be shown by a photo. */
const isPlain = ({ result, test, photo }: ChecklistItem): boolean =>
  result === 'check' && test !== true && photo !== true

/** The lines of a piece of equipment that “all the rest OK” answers. */
export const restOf = ({ lines }: LineGroup): LineView[] =>
  lines.filter(({ item, lacks }) => lacks === 'answer' && isPlain(item))
