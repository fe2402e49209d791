import type { reportPolicy as words } from '../zh/reportPolicy.ts'

/** The parts of the policy by which reports are computed. */
export const reportPolicy = {
  'policyField.fewestFailures': 'No mean is told below so many failures',
  'policyField.confidence': 'Confidence of the interval of the MTBF',
  'policyField.firstFixDays': 'A first repair holds for',
  'policyField.repeatDays': 'The same fault is a repeat within',
  'policyField.ageDays': 'Where the age bands of the backlog end (rising)',
  'policyField.hourRateCny': 'An hour of labour costs',
  'policyField.crewHoursPerWeek': 'One technician works',
  'policyField.predictionLeadHours': 'A failure was predicted by a ticket opened before it by',
  'policyField.predictionHoldDays': 'A closed prediction speaks for failures within',
  'policyField.estRepairMin': 'A repair without an estimate takes',
} satisfies Record<keyof typeof words, string>
