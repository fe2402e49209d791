import type { TicketStatus } from '../tickets.ts'
import type { Language } from './language.ts'

type StatusWords = Record<`status.${TicketStatus}`, string>

/** The statuses of a ticket in words. */
export const STATUS_WORDS: Record<Language, StatusWords> = {
  zh: {
    'status.new': '新建',
    'status.acknowledged': '已确认',
    'status.dispatched': '已派工',
    'status.accepted': '已接单',
    'status.enRoute': '在途',
    'status.onSite': '已到场',
    'status.madeSafe': '已消除危险',
    'status.waitingPart': '待件',
    'status.waitingCustomer': '待业主配合',
    'status.diagnosed': '已诊断',
    'status.waitingPowerOff': '待停电窗口',
    'status.answered': '已答复',
    'status.handedOver': '业主已签收',
    'status.surveyed': '已评价',
    'status.repaired': '已完工',
    'status.verified': '已验证',
    'status.followedUp': '已回访',
    'status.closed': '已关闭',
    'status.cancelled': '已取消',
    'status.reopened': '重新打开',
  },
  en: {
    'status.new': 'New',
    'status.acknowledged': 'Acknowledged',
    'status.dispatched': 'Dispatched',
    'status.accepted': 'Accepted',
    'status.enRoute': 'On the way',
    'status.onSite': 'On site',
    'status.madeSafe': 'Made safe',
    'status.waitingPart': 'Waiting for parts',
    'status.waitingCustomer': 'Waiting for customer',
    'status.diagnosed': 'Diagnosed',
    'status.waitingPowerOff': 'Waiting for power-off',
    'status.answered': 'Answered',
    'status.handedOver': 'Accepted by customer',
    'status.surveyed': 'Surveyed',
    'status.repaired': 'Repaired',
    'status.verified': 'Verified',
    'status.followedUp': 'Followed up',
    'status.closed': 'Closed',
    'status.cancelled': 'Cancelled',
    'status.reopened': 'Reopened',
  },
}
