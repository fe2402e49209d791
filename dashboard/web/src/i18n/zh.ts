import { CLOCK_WORDS } from '#domain/explain/clockWords.ts'
import { FIGURE_WORDS } from '#domain/explain/figureWords.ts'
import { RULE_SENTENCES } from '#domain/explain/ruleSentences.ts'
import { TICKET_COLUMN_WORDS } from '#domain/explain/ticketColumns.ts'
import { VISIT_WORDS } from '#domain/explain/visitWords.ts'
import { account } from './zh/account.ts'
import { admin } from './zh/admin.ts'
import { alarmPolicy } from './zh/alarmPolicy.ts'
import { alarms } from './zh/alarms.ts'
import { analytics } from './zh/analytics.ts'
import { calendars } from './zh/calendars.ts'
import { common } from './zh/common.ts'
import { complaints } from './zh/complaints.ts'
import { crew } from './zh/crew.ts'
import { customers } from './zh/customers.ts'
import { dispatch } from './zh/dispatch.ts'
import { equipment } from './zh/equipment.ts'
import { errors } from './zh/errors.ts'
import { everyone } from './zh/everyone.ts'
import { faults } from './zh/faults.ts'
import { feedbackPolicy } from './zh/feedbackPolicy.ts'
import { fitted } from './zh/fitted.ts'
import { flow } from './zh/flow.ts'
import { forecast } from './zh/forecast.ts'
import { found } from './zh/found.ts'
import { ingest } from './zh/ingest.ts'
import { intakePolicy } from './zh/intakePolicy.ts'
import { orders } from './zh/orders.ts'
import { overview } from './zh/overview.ts'
import { parts } from './zh/parts.ts'
import { partTerms } from './zh/partTerms.ts'
import { people } from './zh/people.ts'
import { periodReports } from './zh/periodReports.ts'
import { planEditor } from './zh/planEditor.ts'
import { plans } from './zh/plans.ts'
import { plates } from './zh/plates.ts'
import { policies } from './zh/policies.ts'
import { projection } from './zh/projection.ts'
import { quiet } from './zh/quiet.ts'
import { reportPolicy } from './zh/reportPolicy.ts'
import { rootCause } from './zh/rootCause.ts'
import { ruleEditor } from './zh/ruleEditor.ts'
import { rules } from './zh/rules.ts'
import { servicePolicy } from './zh/servicePolicy.ts'
import { settings } from './zh/settings.ts'
import { stock } from './zh/stock.ts'
import { stores } from './zh/stores.ts'
import { system } from './zh/system.ts'
import { tickets } from './zh/tickets.ts'
import { transit } from './zh/transit.ts'
import { users } from './zh/users.ts'
import { verdict } from './zh/verdict.ts'
import { visits } from './zh/visits.ts'
import { webhooks } from './zh/webhooks.ts'

/** Every word of the page in Chinese, a file an area. Its keys are the type that every other language has to fill. */
export const zh = {
  ...everyone,
  ...errors,
  ...customers,
  ...complaints,
  ...common,
  ...account,
  ...overview,
  ...faults,
  ...alarms,
  ...RULE_SENTENCES.zh,
  ...rules,
  ...ruleEditor,
  ...TICKET_COLUMN_WORDS.zh,
  ...CLOCK_WORDS.zh,
  ...VISIT_WORDS.zh,
  ...FIGURE_WORDS.zh,
  ...tickets,
  ...flow,
  ...verdict,
  ...crew,
  ...equipment,
  ...forecast,
  ...parts,
  ...plates,
  ...fitted,
  ...partTerms,
  ...people,
  ...dispatch,
  ...analytics,
  ...periodReports,
  ...found,
  ...stock,
  ...projection,
  ...orders,
  ...stores,
  ...transit,
  ...system,
  ...ingest,
  ...admin,
  ...users,
  ...visits,
  ...webhooks,
  ...rootCause,
  ...settings,
  ...calendars,
  ...plans,
  ...planEditor,
  ...policies,
  ...servicePolicy,
  ...alarmPolicy,
  ...feedbackPolicy,
  ...intakePolicy,
  ...reportPolicy,
  ...quiet,
}

export type WordKey = keyof typeof zh
export type Words = Record<WordKey, string>
