import { Readable } from 'node:stream'
import { Type } from 'typebox'
import type { Registry } from '#database/registry.ts'
import type { Catalogue } from '#domain/catalogue.ts'
import { CSV_MARK, csvLine } from '#domain/csv.ts'
import { catalogueNames } from '#domain/explain/catalogueNames.ts'
import { LANGUAGES, type Language } from '#domain/explain/language.ts'
import { type TicketTableNames, ticketTable } from '#domain/explain/ticketTable.ts'
import type { TicketLine } from '#domain/tickets.ts'
import type { Clock } from '#domain/time.ts'
import { toLocal } from '#domain/zonedTime.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { strict } from '../views/common.ts'
import { knownZone } from './knownZone.ts'
import { ticketFilter, ticketQuery } from './ticketFilter.ts'

type Needs = Pick<MaintenanceVerbs, 'tickets' | 'technicians'> & {
  registry: Registry
  catalogue: Catalogue
  clock: Clock
}

const wording = {
  lang: Type.Enum([...LANGUAGES], { default: 'zh' }),
  zone: Type.Optional(Type.String({ maxLength: 60, description: "IANA name; each site's own when left out" })),
}
const Query = strict({ ...ticketFilter, ...wording })

async function namesFor(
  { registry, catalogue, technicians }: Needs,
  lang: Language,
  zone: string | undefined,
): Promise<TicketTableNames> {
  const people = new Map((await technicians.list({})).map(({ id, name }) => [id, name]))
  const asked = zone === undefined ? undefined : knownZone('querystring', 'zone', zone)
  return {
    ...catalogueNames(catalogue, lang),
    siteName: id => registry.site(id)?.name ?? id,
    equipmentName: id => registry.equipment(id)?.name ?? id,
    technicianName: id => people.get(id) ?? id,
    zone: site => asked ?? registry.site(site)?.timezone ?? 'UTC',
  }
}

/** The table's text; nothing is read ahead of who takes it. */
async function* csvOf(
  { heads, row }: ReturnType<typeof ticketTable>,
  first: IteratorResult<TicketLine[]>,
  rest: AsyncGenerator<TicketLine[]>,
): AsyncGenerator<string> {
  const text = (lines: readonly TicketLine[]) => lines.map(line => csvLine(row(line))).join('')
  yield CSV_MARK + csvLine(heads) + text(first.value ?? [])
  for await (const lines of rest) yield text(lines)
}

/** All tickets of a list as comma-separated values in words. What cannot be read is told before the first line. */
export function ticketTableRoutes(app: Api, needs: Needs): void {
  app.get(
    '/api/tickets.csv',
    {
      schema: {
        tags: ['tickets'],
        querystring: Query,
        response: { 200: { content: { 'text/csv': { schema: Type.String() } } } },
      },
    },
    async (request, reply) => {
      const { lang, zone, ...filter } = request.query
      const names = await namesFor(needs, lang, zone)
      const lines = needs.tickets.lines(ticketQuery(filter, actorOf(request)))
      const first = await lines.next()
      const day = new Date(toLocal(zone ?? 'UTC', needs.clock.now())).toISOString().slice(0, 10)
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="tickets-${day}.csv"`)
        .send(Readable.from(csvOf(ticketTable(lang, names), first, lines)) as never)
    },
  )
}
