import type { Language } from './language.ts'

/** What the columns of a table of tickets are called. */
export const TICKET_COLUMN_WORDS = {
  zh: {
    'ticket.number': '单号',
    'ticket.priority': '优先级',
    'fault.what': '内容',
    'found.site': '项目',
    'found.equipment': '设备',
    'found.faultCode': '故障',
    'ticket.status': '状态',
    'ticket.technician': '技术员',
    'found.cause': '原因',
    'ticket.opened': '开单',
    'found.when.failed': '故障发生',
    'found.when.restored': '恢复',
    'found.ended': '已结',
  },
  en: {
    'ticket.number': 'Number',
    'ticket.priority': 'Priority',
    'fault.what': 'What',
    'found.site': 'Site',
    'found.equipment': 'Equipment',
    'found.faultCode': 'Fault',
    'ticket.status': 'Status',
    'ticket.technician': 'Technician',
    'found.cause': 'Cause',
    'ticket.opened': 'Opened',
    'found.when.failed': 'failure',
    'found.when.restored': 'restoration',
    'found.ended': 'Ended',
  },
} as const satisfies Record<Language, Record<string, string>>
