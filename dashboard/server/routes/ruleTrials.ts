import type { Api } from '../http/api.ts'
import type { DashboardNeeds } from '../needs.ts'
import { ruleBacktestRoutes } from './ruleBacktests.ts'
import { ruleBetterRoute } from './ruleBetter.ts'
import { ruleCheckRoute } from './ruleCheck.ts'

/** What tries rules and keeps nothing. */
export function ruleTrialRoutes(app: Api, needs: DashboardNeeds): void {
  ruleCheckRoute(app, needs)
  ruleBetterRoute(app, needs)
  ruleBacktestRoutes(app, needs)
}
