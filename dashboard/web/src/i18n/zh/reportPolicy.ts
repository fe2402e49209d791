/** The parts of the policy by which reports are computed. */
export const reportPolicy = {
  'policyField.fewestFailures': '少于此次数不给出均值',
  'policyField.confidence': 'MTBF 区间的置信度',
  'policyField.firstFixDays': '首次修复须保持',
  'policyField.repeatDays': '多少天内同一故障算重复',
  'policyField.ageDays': '积压工单的分档（逐档递增）',
  'policyField.hourRateCny': '每工时成本',
  'policyField.crewHoursPerWeek': '每名技术员',
  'policyField.predictionLeadHours': '预测工单须早于故障',
  'policyField.predictionHoldDays': '预测工单关闭后仍算预测到故障',
  'policyField.estRepairMin': '没有估计时的维修用时',
}
