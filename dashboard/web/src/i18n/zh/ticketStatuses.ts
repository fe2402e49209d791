import { STATUS_WORDS } from '#domain/explain/statusWords.ts'

/** The statuses of a ticket and the moves between them. */
export const ticketStatuses = {
  ...STATUS_WORDS.zh,
  'move.new': '新建',
  'move.acknowledged': '确认工单',
  'move.dispatched': '派工',
  'move.accepted': '接单',
  'move.enRoute': '出发',
  'move.onSite': '到场',
  'move.madeSafe': '已消除危险',
  'move.waitingPart': '待件',
  'move.waitingCustomer': '待业主配合',
  'move.diagnosed': '诊断',
  'move.waitingPowerOff': '待停电窗口',
  'move.answered': '答复',
  'move.handedOver': '签收',
  'move.surveyed': '录入评价',
  'move.returned': '退单',
  'move.left': '退出同行',
  'move.transferred': '转单',
  'move.repaired': '完工',
  'move.verified': '验证',
  'move.followedUp': '已回访',
  'move.closed': '关闭工单',
  'move.cancelled': '取消工单',
  'move.reopened': '重新打开',
}
