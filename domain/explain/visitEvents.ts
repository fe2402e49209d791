import type { DayEvent } from '../iCalendar.ts'
import type { PlannedVisit } from '../plannedVisits.ts'
import { nameIn } from './catalogueNames.ts'
import { crewName } from './crewName.ts'
import type { Language } from './language.ts'
import { STATUS_WORDS } from './statusWords.ts'
import { VISIT_WORDS } from './visitWords.ts'

/** What the ids of a visit stand for, and where its ticket is seen. */
export interface VisitNames {
  siteName(id: string): string
  equipmentName(id: string): string
  technicianName(id: string): string
  address(path: string): string
}

const UNTIL: Record<Language, string> = { zh: '最迟', en: 'until' }

/** A visit as an event of its day. A ticket keeps its event, whatever becomes of it. */
export function visitEvent(language: Language, names: VisitNames, visit: PlannedVisit): DayEvent {
  const { plan, site, equipment, day, windowEnd, state, ticket, status } = visit
  const name = nameIn(language, visit, plan)
  const place = equipment === undefined ? names.siteName(site) : names.equipmentName(equipment)
  const said = VISIT_WORDS[language][`visitState.${state}`]
  const who = ticket === undefined ? '' : crewName(visit, names.technicianName)
  const lines = [
    `${said} · ${UNTIL[language]} ${windowEnd}`,
    names.siteName(site),
    ...(status === undefined ? [] : [`${ticket} · ${STATUS_WORDS[language][`status.${status}`]}`]),
    ...(who ? [who] : []),
  ]
  return {
    uid: ticket === undefined ? `${plan}.${site}.${equipment ?? ''}.${day}@caretaker` : `${ticket}@caretaker`,
    day,
    summary: `${state === 'done' || state === 'overdue' ? `${said}: ` : ''}${name} · ${place}`,
    description: lines.join('\n'),
    ...(ticket !== undefined && { url: names.address(`/tickets/${ticket}`) }),
    status: state === 'planned' ? 'TENTATIVE' : state === 'givenUp' ? 'CANCELLED' : 'CONFIRMED',
  }
}
