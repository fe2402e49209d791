import { CLOCK_WORDS } from '#domain/explain/clockWords.ts'
import { FIGURE_WORDS } from '#domain/explain/figureWords.ts'
import { RULE_SENTENCES } from '#domain/explain/ruleSentences.ts'
import { TICKET_COLUMN_WORDS } from '#domain/explain/ticketColumns.ts'
import { VISIT_WORDS } from '#domain/explain/visitWords.ts'
import { account } from './en/account.ts'
import { admin } from './en/admin.ts'
import { alarmPolicy } from './en/alarmPolicy.ts'
import { alarms } from './en/alarms.ts'
import { analytics } from './en/analytics.ts'
import { calendars } from './en/calendars.ts'
import { common } from './en/common.ts'
import { complaints } from './en/complaints.ts'
import { crew } from './en/crew.ts'
import { customers } from './en/customers.ts'
import { dispatch } from './en/dispatch.ts'
import { equipment } from './en/equipment.ts'
import { errors } from './en/errors.ts'
import { everyone } from './en/everyone.ts'
import { faults } from './en/faults.ts'
import { feedbackPolicy } from './en/feedbackPolicy.ts'
import { fitted } from './en/fitted.ts'
import { flow } from './en/flow.ts'
import { forecast } from './en/forecast.ts'
import { found } from './en/found.ts'
import { ingest } from './en/ingest.ts'
import { intakePolicy } from './en/intakePolicy.ts'
import { orders } from './en/orders.ts'
import { overview } from './en/overview.ts'
import { parts } from './en/parts.ts'
import { partTerms } from './en/partTerms.ts'
import { people } from './en/people.ts'
import { periodReports } from './en/periodReports.ts'
import { planEditor } from './en/planEditor.ts'
import { plans } from './en/plans.ts'
import { plates } from './en/plates.ts'
import { policies } from './en/policies.ts'
import { projection } from './en/projection.ts'
import { quiet } from './en/quiet.ts'
import { reportPolicy } from './en/reportPolicy.ts'
import { rootCause } from './en/rootCause.ts'
import { ruleEditor } from './en/ruleEditor.ts'
import { rules } from './en/rules.ts'
import { servicePolicy } from './en/servicePolicy.ts'
import { settings } from './en/settings.ts'
import { stock } from './en/stock.ts'
import { stores } from './en/stores.ts'
import { system } from './en/system.ts'
import { tickets } from './en/tickets.ts'
import { transit } from './en/transit.ts'
import { users } from './en/users.ts'
import { verdict } from './en/verdict.ts'
import { visits } from './en/visits.ts'
import { webhooks } from './en/webhooks.ts'
import type { Words } from './zh.ts'

export const en: Words = {
  ...everyone,
  ...errors,
  ...customers,
  ...complaints,
  ...common,
  ...account,
  ...overview,
  ...faults,
  ...alarms,
  ...RULE_SENTENCES.en,
  ...rules,
  ...ruleEditor,
  ...TICKET_COLUMN_WORDS.en,
  ...CLOCK_WORDS.en,
  ...VISIT_WORDS.en,
  ...FIGURE_WORDS.en,
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
