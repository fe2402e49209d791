import type { Session } from '../api/session.ts'
import type { WordKey } from '../i18n/zh.ts'
import type { IconName } from './NavIcon.vue'

/** Figures that stand beside an entry, see `useNavCounts`. */
export type NavCountName = 'faults' | 'tickets' | 'incidents' | 'complaints' | 'shortages'

export interface NavEntry {
  to: string
  icon: IconName
  label: WordKey
  /** Pages of the same area that stand elsewhere. */
  also?: readonly string[]
  count?: NavCountName
  /** Who sees it; everyone when left out. */
  shown?: (session: Session) => boolean
}

interface NavGroup {
  title: WordKey
  entries: readonly NavEntry[]
}

const isDesk = (session: Session) => session.isDesk()
const isAdmin = (session: Session) => session.isAdmin()

/** What everybody opens many times a day: first in the column, and the bar of a phone. */
export const MAIN_ENTRIES: readonly NavEntry[] = [
  { to: '/', icon: 'overview', label: 'nav.overview' },
  { to: '/faults', icon: 'faults', label: 'nav.faults', count: 'faults' },
  { to: '/tickets', icon: 'tickets', label: 'nav.tickets', count: 'tickets' },
  { to: '/equipment', icon: 'equipment', label: 'nav.equipment' },
]

const NAV_GROUPS: readonly NavGroup[] = [
  {
    title: 'nav.work',
    entries: [
      { to: '/pool', icon: 'pool', label: 'nav.pool' },
      { to: '/roster', icon: 'roster', label: 'nav.roster' },
      { to: '/incidents', icon: 'incidents', label: 'nav.incidents', count: 'incidents' },
      { to: '/plans/due', also: ['/plans'], icon: 'plans', label: 'nav.plans' },
      { to: '/windows', icon: 'windows', label: 'nav.windows' },
      {
        to: '/parts',
        also: ['/ordering', '/kits', '/stores', '/fitted-parts'],
        icon: 'parts',
        label: 'nav.parts',
        count: 'shortages',
      },
    ],
  },
  {
    title: 'nav.customers',
    entries: [
      { to: '/follow-ups', icon: 'followUps', label: 'nav.followUps', shown: isDesk },
      { to: '/complaints', icon: 'complaints', label: 'nav.complaints', count: 'complaints', shown: isDesk },
      { to: '/opinions', icon: 'opinions', label: 'nav.opinions', shown: isDesk },
    ],
  },
  {
    title: 'nav.insight',
    entries: [
      { to: '/analytics', icon: 'analytics', label: 'nav.analytics' },
      { to: '/rules', icon: 'rules', label: 'nav.rules' },
    ],
  },
  {
    title: 'nav.setUp',
    entries: [
      { to: '/settings', icon: 'settings', label: 'nav.settings' },
      { to: '/system', icon: 'system', label: 'nav.system' },
      { to: '/admin', icon: 'admin', label: 'nav.admin', shown: isAdmin },
    ],
  },
]

/** What this person sees; a group of which nothing is left is left out. */
export const navGroupsFor = (session: Session): NavGroup[] =>
  NAV_GROUPS.map(group => ({
    ...group,
    entries: group.entries.filter(entry => entry.shown?.(session) ?? true),
  })).filter(group => group.entries.length > 0)
