import { FeedbackPolicy } from '#domain/feedbackPolicy.ts'
import type { Millis } from '#domain/time.ts'
import { createStaffRefusal } from '../auth/refuseStaff.ts'
import type { Sessions } from '../auth/sessions.ts'
import type { Api } from '../http/api.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'
import { complaintRoutes } from './complaints.ts'
import { followUpRoutes } from './followUps.ts'
import { opinionRoutes } from './opinions.ts'
import { policyRoutes } from './policyRoutes.ts'
import { publicComplaintRoutes } from './public/complaints.ts'
import { createFeedbackLimits } from './public/feedbackLimits.ts'
import { publicOpinionRoutes } from './public/opinions.ts'
import { publicSurveyRoutes } from './public/surveys.ts'

export interface CustomerNeeds {
  maintenance: MaintenanceVerbs
  sessions: Pick<Sessions, 'identify'>
  publicUrl?: string | undefined
  now(): Millis
}

const POLICY = { path: '/api/feedback-policy', name: 'FeedbackPolicy', tags: ['customers'] }

/** What customers say, with a log-in and without. */
export function customerRoutes(app: Api, { maintenance, sessions, publicUrl, now }: CustomerNeeds): void {
  followUpRoutes(app, { ...maintenance, publicUrl })
  const limits = createFeedbackLimits(maintenance.feedbackPolicy, now)
  const open = { ...maintenance, limits, refuseStaff: createStaffRefusal(sessions) }
  publicSurveyRoutes(app, open)
  opinionRoutes(app, maintenance)
  publicOpinionRoutes(app, open)
  complaintRoutes(app, maintenance)
  publicComplaintRoutes(app, open)
  policyRoutes(app, POLICY, FeedbackPolicy, maintenance.feedbackPolicy)
}
