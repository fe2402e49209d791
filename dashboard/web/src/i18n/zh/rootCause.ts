export const rootCause = {
  'kind.rootCause': '根因分析',
  'rootCause.task': '反复故障，根因分析见',
  'rootCause.title': '根因分析',
  'rootCause.about': '反复出现的故障',
  'rootCause.tickets': '相关工单',
  'rootCause.statement': '根本原因',
  'rootCause.correctiveAction': '纠正措施',
  'rootCause.open': '尚未查明',
}
