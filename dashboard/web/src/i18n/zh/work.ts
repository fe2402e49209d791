/** A contractor’s job, opened by a link without a log-in. */
export const work = {
  'work.title': '任务',
  'work.repair': '维修任务',
  'work.visit': '保养任务',
  'work.arriveBy': '请于 {time} 前到场',
  'work.resolveBy': '请于 {time} 前修复',
  'work.done': '您这边的步骤已完成，谢谢。',
  'work.noLabel': '没有标签时说明原因',
  'work.cause': '原因',
  'work.action': '处理',
  'work.delay': '若超时，请说明原因',
  'work.until': '链接有效至 {time}',
  'work.link': '免登录链接',
  'work.issue': '生成链接',
  'work.issueFor': '为{who}生成链接',
  'work.revoke': '收回',
  'work.linkNote': '发给外包人员，无需账号即可接单、出发、到场、报修复。新链接会使旧链接失效。',
}
