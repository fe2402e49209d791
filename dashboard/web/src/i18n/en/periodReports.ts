import type { periodReports as words } from '../zh/periodReports.ts'

export const periodReports = {
  'analytics.tab.reports': 'Reports',
  'periodReports.title': 'Service reports',
  'periodReports.month': 'Month {of}',
  'periodReports.quarter': 'Quarter {of}',
  'periodReports.year': 'Year {of}',
  'periodReports.all': 'All sites',
  'periodReports.madeAt': 'Made',
  'periodReports.save': 'Download',
  'periodReports.as.html': 'Page',
  'periodReports.as.md': 'Markdown',
  'periodReports.as.csv': 'CSV',
  'periodReports.none':
    'No reports yet. One is made and kept about a day after the end of each month, quarter and year.',
} satisfies Record<keyof typeof words, string>
