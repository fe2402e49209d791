import type { feedbackPolicy as words } from '../zh/feedbackPolicy.ts'

/** The parts of the policy by which customers are asked and heard. */
export const feedbackPolicy = {
  'settings.feedbackPolicy': 'What customers say',
  'settings.feedbackPolicyAbout':
    'Questions and departments of surveys of opinion, reminders, how long a code holds, and how often strangers may. What is asked after a repair and which score is low there stands in the service levels.',
  'policyField.rates.reads': 'Links opened',
  'policyField.rates.answers': 'Surveys answered',
  'policyField.rates.complaints': 'Complaints sent',
  'policyNote.rates.complaints': 'How soon they are answered stands in the service levels.',
  'policyField.qrMinutes': 'A code shown on the spot holds',
  'policyField.reminders': 'Reminders',
  'policyField.afterHours': 'Reminded without an answer after',
  'policyField.reminders.most': 'At most so many reminders',
  'policyField.opinion': 'Surveys of opinion',
  'policyNote.opinion':
    'What a new survey asks unless it has questions of its own; suggestions are passed to the departments.',
  'policyField.mendBelow': 'To mend when the mean is below',
  'policyField.departments': 'Departments',
} satisfies Record<keyof typeof words, string>
