/** What speaks for or against sending somebody, in each language; `{names}` are filled in. */
const TEXTS = {
  skill: { en: 'Has the skill', zh: '具备所需工种' },
  noSkill: { en: 'Lacks the skill', zh: '不具备所需工种' },
  certificateValid: {
    en: 'Certificate valid until {validUntil} ({number})',
    zh: '证书有效至 {validUntil}（{number}）',
  },
  certificateExpired: {
    en: 'Certificate {number} expired on {validUntil}',
    zh: '证书 {number} 已于 {validUntil} 到期',
  },
  certificateNotYet: {
    en: 'Certificate {number} is good only from {validFrom}',
    zh: '证书 {number} 自 {validFrom} 起生效',
  },
  certificateMissing: { en: 'The required certificate is not on file', zh: '未登记所需证书' },
  onShift: { en: 'On shift', zh: '当班' },
  onCall: { en: 'On call', zh: '待命' },
  offDuty: { en: 'Off duty', zh: '未排班' },
  free: { en: 'No open ticket', zh: '手上无未结工单' },
  load: { en: 'Open tickets: {n}', zh: '手上未结工单 {n} 张' },
  atSite: { en: 'At this site', zh: '就在本项目' },
  distance: { en: '{km} km away', zh: '距离 {km} 公里' },
  knowsEquipment: { en: 'Has been at this equipment before: {n} ×', zh: '曾处理过该设备 {n} 次' },
  namedSite: { en: 'Responsible for this site', zh: '负责本项目' },
  declined: { en: 'Has declined this ticket or given it back', zh: '已拒接或退回本工单' },
  letLapse: { en: 'Did not accept this ticket in time', zh: '未在时限内接单' },
} as const

export type CandidateReasonCode = keyof typeof TEXTS

/** A reason as a sentence in both languages. */
export function candidateText(
  code: CandidateReasonCode,
  given: Readonly<Record<string, string | number>> = {},
): { en: string; zh: string } {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => String(given[name] ?? whole))
  return { en: fill(TEXTS[code].en), zh: fill(TEXTS[code].zh) }
}
