import type { surveys as words } from '../zh/surveys.ts'

export const surveys = {
  'survey.title': 'Are you satisfied with the service?',
  'survey.overall': 'Altogether',
  'survey.score.1': 'Very bad',
  'survey.score.2': 'Bad',
  'survey.score.3': 'Fair',
  'survey.score.4': 'Good',
  'survey.score.5': 'Very good',
  'survey.reasons': 'What was not good?',
  'survey.details': 'In detail (optional)',
  'survey.comment': 'What you would like to tell us (optional)',
  'survey.until': 'valid until {time}',
  'survey.send': 'Send',
  'survey.thanks': 'Thank you!',
  'survey.thanksNote': 'If something was not to your satisfaction, the service desk will call you back soon.',
  'survey.rate': 'Rate this service',
} satisfies Record<keyof typeof words, string>
