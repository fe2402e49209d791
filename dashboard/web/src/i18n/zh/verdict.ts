export const verdict = {
  'repair.outcome': '到场结论',
  'repair.outcomeByCause': '由原因判断',
  'verdict.title': '结论',
  'verdict.none': '无法判断',
  'verdict.change': '更正结论',
  'verdict.reason': '更正理由',
}
