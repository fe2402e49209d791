import { DEFAULT_ZONE } from '#domain/equipment.ts'
import { CodedError } from '#domain/errors.ts'
import { everyPage } from '#domain/everyPage.ts'
import type { PlanFinding } from '#domain/findings.ts'
import type { PeriodFigures, PeriodReport } from '#domain/periodReport.ts'
import { type Period, periodBefore, spanOf } from '#domain/periods.ts'
import type { ReportQuery, Reports } from '#domain/reports.ts'
import type { Workshop } from '../needs.ts'
import { createTechnicians } from '../people/technicians.ts'
import { listFindings } from '../plans/findings.ts'
import { complaintFigures } from './complaintFigures.ts'
import { partsUsed } from './partsUsed.ts'
import { openAtEnd, requestsOf } from './ticketCounts.ts'

/** What a report of a period is asked for. */
export interface PeriodQuery extends Period {
  site?: string | undefined
}

/** So many of the open hazards are named, the oldest; the others are counted. */
const NAMED_HAZARDS = 20
const AT_ONCE = 500

async function figuresOf(needs: Workshop, analytics: Reports, query: ReportQuery): Promise<PeriodFigures> {
  const { from, to } = query
  return {
    ...{ from, to },
    reliability: await analytics.reliability(query),
    causes: await analytics.causes(query),
    repairs: await analytics.repairs(query),
    serviceLevels: await analytics.serviceLevels(query),
    satisfaction: await analytics.satisfaction(query),
    safety: await analytics.safety(query),
    plans: await analytics.plans(query),
    predictions: await analytics.predictions(query),
    complaints: await complaintFigures(needs, query),
    parts: await partsUsed(needs, query),
    requests: await requestsOf(needs, query),
    openAtEnd: await openAtEnd(needs, query),
  }
}

async function endingCertificates(needs: Workshop, site: string | undefined): Promise<PeriodReport['certificates']> {
  const people = await createTechnicians(needs).list({ site })
  return people
    .filter(({ active }) => active)
    .flatMap(({ id, name, certificateWarnings }) =>
      certificateWarnings.map(warning => ({ technician: id, name, ...warning })),
    )
    .sort((a, b) => (a.validUntil < b.validUntil ? -1 : 1))
}

async function openHazards(needs: Workshop, site: string | undefined): Promise<PeriodReport['hazards']> {
  let open = 0
  let last: PlanFinding[] = []
  const list = (cursor?: string) => listFindings(needs, { state: 'open', site, limit: AT_ONCE, cursor })
  for await (const { items } of everyPage(list)) {
    open += items.length
    last = [...last, ...items].slice(-NAMED_HAZARDS)
  }
  const oldest = last.map(({ at, site: of, equipment, name, name_zh, followUp }) => ({
    ...{ at, site: of, equipment, name, name_zh },
    ...(followUp && { ticket: followUp.ticket }),
  }))
  return { open, oldest: oldest.reverse() }
}

function namesIn(needs: Workshop, figures: readonly PeriodFigures[], hazards: PeriodReport['hazards']) {
  const sites = figures.flatMap(({ reliability }) => reliability.by.site.map(({ key }) => key))
  const equipment = [
    ...figures.flatMap(({ causes, repairs }) => [...causes.badActors, ...repairs.dearest].map(({ key }) => key)),
    ...hazards.oldest.map(hazard => hazard.equipment),
  ]
  const name = (id: string, of: { name: string } | undefined) => [id, of?.name ?? id] as const
  return {
    sites: Object.fromEntries(sites.map(id => name(id, needs.site(id)))),
    equipment: Object.fromEntries(equipment.map(id => name(id, needs.equipment(id)))),
  }
}

/**
 * The summary of a period: what the analytics tell of it and of the one before, with what stands in none of them.
 * @throws CodedError BAD_REQUEST for a period that is none or has not begun, UNKNOWN_SITE
 */
export async function makeReport(needs: Workshop, analytics: Reports, query: PeriodQuery): Promise<PeriodReport> {
  const { site, kind, of } = query
  if (site !== undefined && !needs.site(site)) throw new CodedError('UNKNOWN_SITE', { site })
  const zone = site === undefined ? DEFAULT_ZONE : needs.timezone(site)
  const [span, last] = [spanOf(query, zone), spanOf(periodBefore(query), zone)]
  const madeAt = needs.clock.now()
  if (span.from >= madeAt) throw new CodedError('BAD_REQUEST', { period: kind, of }, `${of} has not begun`)
  const scope = site === undefined ? {} : { site }
  const figures = await figuresOf(needs, analytics, { ...span, ...scope })
  const before = await figuresOf(needs, analytics, { ...last, ...scope })
  const hazards = await openHazards(needs, site)
  return {
    ...{ period: kind, of, ...scope, ...span, madeAt, zone, figures, before, hazards },
    certificates: await endingCertificates(needs, site),
    names: namesIn(needs, [figures, before], hazards),
  }
}
