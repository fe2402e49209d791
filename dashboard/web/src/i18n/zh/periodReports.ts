export const periodReports = {
  'analytics.tab.reports': '报告',
  'periodReports.title': '服务报告',
  'periodReports.month': '{of} 月报',
  'periodReports.quarter': '{of} 季报',
  'periodReports.year': '{of} 年报',
  'periodReports.all': '全部项目',
  'periodReports.madeAt': '生成时间',
  'periodReports.save': '下载',
  'periodReports.as.html': '网页',
  'periodReports.as.md': 'Markdown',
  'periodReports.as.csv': 'CSV',
  'periodReports.none': '还没有报告。每月、每季、每年结束后约一天自动生成并保存。',
}
