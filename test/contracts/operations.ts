import type { Database } from '#database/database.ts'
import { analyticsContract } from './operations/analytics.ts'
import { certificatesContract } from './operations/certificates.ts'
import { checklistsContract } from './operations/checklists.ts'
import { clockPausesContract } from './operations/clockPauses.ts'
import { complaintsContract } from './operations/complaints.ts'
import { completenessContract } from './operations/completeness.ts'
import { crewContract } from './operations/crews.ts'
import { customersContract } from './operations/customers.ts'
import { dispatchContract } from './operations/dispatch.ts'
import { emailContactsContract } from './operations/emailContacts.ts'
import { faultLifeContract } from './operations/faultLife.ts'
import { incidentsContract } from './operations/incidents.ts'
import { intakeContract } from './operations/intake.ts'
import { labelsContract } from './operations/labels.ts'
import { lackOfPeopleContract } from './operations/lackOfPeople.ts'
import { lastVisitsContract } from './operations/lastVisits.ts'
import { listsContract } from './operations/lists.ts'
import { opinionsContract } from './operations/opinions.ts'
import { partTermsContract } from './operations/partTerms.ts'
import { peopleAndFaultsContract } from './operations/peopleAndFaults.ts'
import { periodReportsContract } from './operations/periodReports.ts'
import { photoRetentionContract } from './operations/photoRetention.ts'
import { placesContract } from './operations/places.ts'
import { planDuesContract } from './operations/planDues.ts'
import { planFindingsContract } from './operations/planFindings.ts'
import { plansContract } from './operations/plans.ts'
import { plansReportContract } from './operations/plansReport.ts'
import { planVisitsContract } from './operations/planVisits.ts'
import { policiesContract } from './operations/policies.ts'
import { rootCauseContract } from './operations/rootCause.ts'
import { ruleRecordsContract } from './operations/ruleRecords.ts'
import { rulesContract } from './operations/rules.ts'
import { severalReportersContract } from './operations/severalReporters.ts'
import { shortageOrdersContract } from './operations/shortageOrders.ts'
import { stockContract } from './operations/stock.ts'
import { stockProjectionContract } from './operations/stockProjection.ts'
import { storesContract } from './operations/stores.ts'
import { surveyWaysContract } from './operations/surveyWays.ts'
import { ticketClocksContract } from './operations/ticketClocks.ts'
import { ticketFiguresContract } from './operations/ticketFigures.ts'
import { ticketFlowContract } from './operations/ticketFlow.ts'
import { ticketMovesContract } from './operations/ticketMoves.ts'
import { ticketOpeningContract } from './operations/ticketOpening.ts'
import { ticketTimeContract } from './operations/ticketTime.ts'
import { transfersContract } from './operations/transfers.ts'
import { visitCalendarContract } from './operations/visitCalendar.ts'
import { webhooksContract } from './operations/webhooks.ts'
import { windowsContract } from './operations/windows.ts'
import { workLinksContract } from './operations/workLinks.ts'

/** What maintenance promises on every operations database. `open` gives an empty one. */
export function operationsContract(kind: string, open: () => Promise<Database>): void {
  for (const contract of [
    ticketOpeningContract,
    stockContract,
    stockProjectionContract,
    shortageOrdersContract,
    storesContract,
    transfersContract,
    partTermsContract,
    ticketMovesContract,
    ticketFlowContract,
    ticketTimeContract,
    ticketClocksContract,
    clockPausesContract,
    certificatesContract,
    dispatchContract,
    crewContract,
    labelsContract,
    lackOfPeopleContract,
    workLinksContract,
    customersContract,
    emailContactsContract,
    severalReportersContract,
    surveyWaysContract,
    opinionsContract,
    complaintsContract,
    peopleAndFaultsContract,
    faultLifeContract,
    policiesContract,
    incidentsContract,
    windowsContract,
    rulesContract,
    ruleRecordsContract,
    webhooksContract,
    intakeContract,
    placesContract,
    photoRetentionContract,
    rootCauseContract,
    plansContract,
    planVisitsContract,
    checklistsContract,
    planDuesContract,
    visitCalendarContract,
    lastVisitsContract,
    plansReportContract,
    planFindingsContract,
    listsContract,
    analyticsContract,
    completenessContract,
    periodReportsContract,
    ticketFiguresContract,
  ])
    contract(kind, open)
}
