/** The parts of the policy by which customers are asked and heard. */
export const feedbackPolicy = {
  'settings.feedbackPolicy': '业主意见',
  'settings.feedbackPolicyAbout':
    '满意度调查的问题与部门、提醒、二维码有效期、免登录访问频次。维修评价的问题与低分标准在服务标准中设定。',
  'policyField.rates.reads': '打开链接',
  'policyField.rates.answers': '提交评价',
  'policyField.rates.complaints': '提交投诉',
  'policyNote.rates.complaints': '答复时限在服务标准中设定。',
  'policyField.qrMinutes': '现场二维码有效期',
  'policyField.reminders': '提醒',
  'policyField.afterHours': '未评价多久后提醒',
  'policyField.reminders.most': '最多提醒次数',
  'policyField.opinion': '满意度调查',
  'policyNote.opinion': '新调查未另设问题时按此提问；业主建议转交以下部门。',
  'policyField.mendBelow': '需改进：平均分低于',
  'policyField.departments': '部门',
}
