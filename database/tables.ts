import type { AccessTables } from './tables/access.ts'
import type { CustomerTables } from './tables/customers.ts'
import type { EstateTables } from './tables/estate.ts'
import type { FaultTables } from './tables/faults.ts'
import type { FigureTables } from './tables/figures.ts'
import type { OpinionTables } from './tables/opinions.ts'
import type { PartTables } from './tables/parts.ts'
import type { PeopleTables } from './tables/people.ts'
import type { PlanTables } from './tables/plans.ts'
import type { RuleTables } from './tables/rules.ts'
import type { ServiceTables } from './tables/service.ts'
import type { SummaryTables } from './tables/summaries.ts'
import type { TicketTables } from './tables/tickets.ts'
import type { WebhookTables } from './tables/webhooks.ts'

/**
 * The operations database as Kysely sees it, alike on SQLite and PostgreSQL:
 * times are UTC milliseconds in a bigint, flags are 0 or 1, structures are JSON text.
 */
export interface Tables
  extends AccessTables,
    CustomerTables,
    EstateTables,
    FaultTables,
    FigureTables,
    OpinionTables,
    PartTables,
    PeopleTables,
    PlanTables,
    RuleTables,
    ServiceTables,
    SummaryTables,
    TicketTables,
    WebhookTables {}
