import type { SiteDispatchChange } from '#domain/dispatch.ts'
import type { NewRosterEntry } from '#domain/roster.ts'
import type { Millis } from '#domain/time.ts'
import { dayAfter } from './dayAfter.ts'

const ALL_WEEK = [1, 2, 3, 4, 5, 6, 7]
const WORK_DAYS = [1, 2, 3, 4, 5]
const DAY = { kind: 'shift', starts: '08:00', ends: '18:00' } as const
const NIGHT = { kind: 'onCall', starts: '18:00', ends: '08:00' } as const

const PATTERNS: readonly Omit<NewRosterEntry, 'fromDay'>[] = [
  { technician: 'zhang-wei', weekdays: ALL_WEEK, ...DAY },
  { technician: 'li-qiang', weekdays: WORK_DAYS, ...DAY },
  { technician: 'li-qiang', weekdays: ALL_WEEK, ...NIGHT },
  { technician: 'sun-hao', weekdays: ALL_WEEK, ...DAY },
  {
    technician: 'zhou-gang',
    weekdays: ALL_WEEK,
    kind: 'onCall',
    starts: '00:00',
    ends: '00:00',
    note: '外包 24 小时待命',
  },
  { technician: 'wang-fang', weekdays: ALL_WEEK, ...DAY },
  { technician: 'liu-yang', weekdays: ALL_WEEK, kind: 'shift', starts: '20:00', ends: '08:00' },
  { technician: 'liu-yang', weekdays: ALL_WEEK, kind: 'onCall', starts: '08:00', ends: '20:00' },
  { technician: 'chen-jie', weekdays: [1, 2, 3, 4, 5, 6], ...DAY },
  { technician: 'yang-min', weekdays: ALL_WEEK, kind: 'onCall', starts: '00:00', ends: '00:00' },
  { technician: 'zhao-lei', weekdays: WORK_DAYS, ...DAY },
  { technician: 'zhao-lei', weekdays: ALL_WEEK, ...NIGHT },
]

/** The demo's shifts and on-call duties since last month, and a leave in some days. */
export function rosterFrom(now: Millis): NewRosterEntry[] {
  const leave = { technician: 'wang-fang', kind: 'leave', weekdays: ALL_WEEK, starts: '00:00', ends: '00:00' } as const
  return [
    ...PATTERNS.map(pattern => ({ ...pattern, fromDay: dayAfter(now, -30) })),
    { ...leave, fromDay: dayAfter(now, 3), untilDay: dayAfter(now, 4), note: '年假' },
  ]
}

/** The tower's desk assigns, one block dispatches by itself, in the other the technicians take the work. */
export const SITE_DISPATCH: readonly { site: string; change: SiteDispatchChange }[] = [
  {
    site: 'yunfan',
    change: { mode: 'assign', acceptMin: 20, strict: true, latitude: 31.235, longitude: 121.506, version: 0 },
  },
  {
    site: 'jinxiu-1',
    change: { mode: 'auto', acceptMin: 10, strict: false, latitude: 31.28, longitude: 121.44, version: 0 },
  },
  {
    site: 'jinxiu-2',
    change: { mode: 'grab', acceptMin: null, strict: false, latitude: 31.282, longitude: 121.443, version: 0 },
  },
]
