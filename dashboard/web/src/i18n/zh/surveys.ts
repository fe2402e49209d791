/** What a customer reads of the survey after a repair. */
export const surveys = {
  'survey.title': '您对这次服务满意吗？',
  'survey.overall': '总体评价',
  'survey.score.1': '很差',
  'survey.score.2': '较差',
  'survey.score.3': '一般',
  'survey.score.4': '满意',
  'survey.score.5': '很满意',
  'survey.reasons': '哪里不满意？',
  'survey.details': '分项评价（选填）',
  'survey.comment': '您的意见（选填）',
  'survey.until': '有效期至 {time}',
  'survey.send': '提交评价',
  'survey.thanks': '感谢您的评价！',
  'survey.thanksNote': '如有不满意之处，客服会尽快给您回电。',
  'survey.rate': '评价这次服务',
}
