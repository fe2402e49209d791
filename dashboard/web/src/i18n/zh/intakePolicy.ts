/** The parts of the policy by which reports are taken in. */
export const intakePolicy = {
  'policyField.emergencyPhones': '紧急电话',
  'policyNote.emergencyPhones': '有人遇险时，报修页面先显示这些电话。',
  'policyField.sitePhones': '各项目的紧急电话',
  'policyNote.sitePhones': '显示在通用电话之前。',
  'policyField.phone': '电话',
  'policyField.rates': '报修频率',
  'policyField.perAddress': '每个网络地址最多',
  'policyField.perEquipment': '每台设备最多',
  'policyField.photos': '照片',
  'policyField.maxCount': '最多张数',
  'policyField.maxMegabytes': '每张最大',
  'policyField.longestSidePx': '长边缩小到',
  'policyField.contactRoles': '谁可以看到报修人的完整联系方式',
  'policyNote.contactRoles': '技术员仅在工单进行中可见。',
  'policyField.choiceClasses': '住户可从列表选择的设备类型',
  'policyNote.contactDays': '到期自动删除',
}
