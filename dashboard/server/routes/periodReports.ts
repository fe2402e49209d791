import { Type } from 'typebox'
import type { Catalogue } from '#domain/catalogue.ts'
import { CodedError } from '#domain/errors.ts'
import { catalogueNames } from '#domain/explain/catalogueNames.ts'
import { LANGUAGES } from '#domain/explain/language.ts'
import { summaryDocument } from '#domain/explain/summary/summaryDocument.ts'
import { DOCUMENT_FORMATS, type DocumentFormat, formatSummary } from '#domain/explain/summary/summaryFormats.ts'
import type { Actor } from '#domain/people.ts'
import type { PeriodReport } from '#domain/periodReport.ts'
import { toWire } from '#domain/wire.ts'
import { actorOf } from '../auth/guard.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { Id, IdPath, PageOf, paging, strict } from '../views/common.ts'
import { Kind, PeriodReportHeadView, PeriodReportView } from '../views/periodReports.ts'
import { mustSee } from './scope.ts'

type Needs = Pick<MaintenanceVerbs, 'periodReports'> & { catalogue: Catalogue }

const tags = ['analytics']
const Filter = strict({ period: Type.Optional(Kind), site: Type.Optional(Id), ...paging })
const Written = strict({
  format: Type.Enum([...DOCUMENT_FORMATS], { default: 'html' }),
  lang: Type.Enum([...LANGUAGES], { default: 'zh' }),
})
const text = { schema: Type.String() }
const TYPES: Record<DocumentFormat, string> = { html: 'text/html', md: 'text/markdown', csv: 'text/csv' }

/** A report of all sites is for who may see all. @throws CodedError NOT_FOUND */
function mustRead(actor: Actor, report: PeriodReport | undefined): PeriodReport {
  if (report?.site === undefined && actor.sites.length > 0) throw new CodedError('NOT_FOUND')
  if (report?.site !== undefined) mustSee(actor, { site: report.site })
  if (!report) throw new CodedError('NOT_FOUND')
  return report
}

/** Summaries of ended months, quarters and years, kept as they were made then. */
export function periodReportRoutes(app: Api, { periodReports, catalogue }: Needs): void {
  app.get(
    '/api/period-reports',
    { schema: { tags, querystring: Filter, response: { 200: PageOf(PeriodReportHeadView) } } },
    async request => toWire(await periodReports.list({ ...request.query, sites: actorOf(request).sites })),
  )

  app.get(
    '/api/period-reports/:id',
    { schema: { tags, params: IdPath, response: { 200: PeriodReportView } } },
    async request => toWire(mustRead(actorOf(request), await periodReports.get(request.params.id))),
  )

  app.get(
    '/api/period-reports/:id/document',
    {
      schema: {
        tags,
        params: IdPath,
        querystring: Written,
        response: { 200: { content: { 'text/html': text, 'text/markdown': text, 'text/csv': text } } },
      },
    },
    async (request, reply) => {
      const { format, lang } = request.query
      const report = mustRead(actorOf(request), await periodReports.get(request.params.id))
      const written = formatSummary(summaryDocument(report, lang, catalogueNames(catalogue, lang)), format)
      const name = `report-${report.of}${report.site === undefined ? '' : `-${report.site}`}.${format}`
      return reply
        .type(`${TYPES[format]}; charset=utf-8`)
        .header('content-disposition', `${format === 'html' ? 'inline' : 'attachment'}; filename="${name}"`)
        .serializer(value => value as never)
        .send(written as never)
    },
  )
}
