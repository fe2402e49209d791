import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AlarmPolicy } from './alarmPolicy.ts'
import type { FeedbackPolicy } from './feedbackPolicy.ts'
import type { IntakePolicy } from './intake.ts'
import type { ReportPolicy } from './reportPolicy.ts'

const read = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'catalogue', 'reference', `${name}.json`), 'utf8'))

/** The numbers that the product comes with. */
export const SHIPPED_POLICY: AlarmPolicy = read('alarm-policy')
export const SHIPPED_FEEDBACK: FeedbackPolicy = read('feedback-policy')
export const SHIPPED_INTAKE: IntakePolicy = read('intake-policy')
export const SHIPPED_REPORT_POLICY: ReportPolicy = read('report-policy')

/** When a better limit is told; policies of before there were verdicts do not say. */
export const precisionPolicy = ({ precision = SHIPPED_POLICY.precision }: AlarmPolicy) =>
  precision as NonNullable<typeof precision>
