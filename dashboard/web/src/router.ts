import { watchEffect } from 'vue'
import {
  createRouter,
  createWebHistory,
  type RouteLocationNormalized,
  type RouteRecordRaw,
  type Router,
} from 'vue-router'
import type { I18n } from './i18n/i18n.ts'
import type { WordKey } from './i18n/zh.ts'
import { PARTS_ROUTES } from './pages/parts/partsRoutes.ts'
import { PLAN_ROUTES } from './pages/plans/planRoutes.ts'
import { PUBLIC_ROUTES } from './pages/public/publicRoutes.ts'
import { RULE_ROUTES } from './pages/rulebook/ruleRoutes.ts'
import { SETTINGS_ROUTE } from './pages/settings/settingsRoute.ts'

declare module 'vue-router' {
  interface RouteMeta {
    title: WordKey
    /** Opened without a log-in, in the public shell. */
    public?: boolean
  }
}

const ROUTES: RouteRecordRaw[] = [
  {
    path: '/',
    name: 'overview',
    component: () => import('./pages/overview/Overview.vue'),
    meta: { title: 'nav.overview' },
  },
  {
    path: '/faults',
    name: 'faults',
    component: () => import('./pages/faults/Faults.vue'),
    meta: { title: 'nav.faults' },
  },
  {
    path: '/faults/:id',
    name: 'fault',
    component: () => import('./pages/faults/FaultPage.vue'),
    props: true,
    meta: { title: 'nav.faults' },
  },
  {
    path: '/incidents',
    name: 'incidents',
    component: () => import('./pages/incidents/Incidents.vue'),
    meta: { title: 'nav.incidents' },
  },
  {
    path: '/incidents/:id',
    name: 'incident',
    component: () => import('./pages/incidents/IncidentPage.vue'),
    props: true,
    meta: { title: 'nav.incidents' },
  },
  {
    path: '/windows',
    name: 'windows',
    component: () => import('./pages/windows/Windows.vue'),
    meta: { title: 'nav.windows' },
  },
  {
    path: '/windows/:id',
    name: 'window',
    component: () => import('./pages/windows/WindowPage.vue'),
    props: true,
    meta: { title: 'nav.windows' },
  },
  {
    path: '/tickets',
    name: 'tickets',
    component: () => import('./pages/tickets/Tickets.vue'),
    meta: { title: 'nav.tickets' },
  },
  {
    path: '/tickets/:id',
    name: 'ticket',
    component: () => import('./pages/tickets/TicketPage.vue'),
    props: true,
    meta: { title: 'nav.tickets' },
  },
  {
    path: '/technicians/:id',
    name: 'technician',
    component: () => import('./pages/people/TechnicianPage.vue'),
    props: true,
    meta: { title: 'people.technician' },
  },
  {
    path: '/roster',
    name: 'roster',
    component: () => import('./pages/people/Roster.vue'),
    meta: { title: 'nav.roster' },
  },
  {
    path: '/pool',
    name: 'pool',
    component: () => import('./pages/people/PoolPage.vue'),
    meta: { title: 'nav.pool' },
  },
  {
    path: '/follow-ups',
    name: 'followUps',
    component: () => import('./pages/customers/FollowUps.vue'),
    meta: { title: 'nav.followUps' },
  },
  {
    path: '/complaints',
    name: 'complaints',
    component: () => import('./pages/complaints/Complaints.vue'),
    meta: { title: 'nav.complaints' },
  },
  {
    path: '/complaints/:id',
    name: 'complaint',
    component: () => import('./pages/complaints/ComplaintPage.vue'),
    props: true,
    meta: { title: 'nav.complaints' },
  },
  {
    path: '/opinions',
    name: 'opinions',
    component: () => import('./pages/opinions/Opinions.vue'),
    meta: { title: 'nav.opinions' },
  },
  {
    path: '/equipment',
    name: 'equipmentList',
    component: () => import('./pages/equipment/EquipmentList.vue'),
    meta: { title: 'nav.equipment' },
  },
  {
    path: '/equipment/:id',
    name: 'equipment',
    component: () => import('./pages/equipment/EquipmentPage.vue'),
    props: true,
    meta: { title: 'nav.equipment' },
  },
  {
    path: '/equipment/:id/label',
    name: 'equipmentLabel',
    component: () => import('./pages/equipment/EquipmentLabel.vue'),
    props: true,
    meta: { title: 'label.title' },
  },
  {
    path: '/sites/:site/label',
    name: 'siteLabel',
    component: () => import('./pages/equipment/SiteLabel.vue'),
    props: true,
    meta: { title: 'label.siteTitle' },
  },
  {
    path: '/analytics',
    name: 'analytics',
    component: () => import('./pages/analytics/Analytics.vue'),
    meta: { title: 'nav.analytics' },
  },
  ...RULE_ROUTES,
  ...PARTS_ROUTES,
  ...PLAN_ROUTES,
  ...PUBLIC_ROUTES,
  SETTINGS_ROUTE,
  {
    path: '/system',
    name: 'system',
    component: () => import('./pages/system/System.vue'),
    meta: { title: 'nav.system' },
  },
  {
    path: '/account',
    name: 'account',
    component: () => import('./pages/account/AccountPage.vue'),
    meta: { title: 'account.title' },
  },
  { path: '/admin', name: 'admin', component: () => import('./pages/admin/Admin.vue'), meta: { title: 'nav.admin' } },
  {
    path: '/:rest(.*)*',
    name: 'lost',
    component: () => import('./pages/Lost.vue'),
    meta: { title: 'lost.title' },
  },
]

export function createPageRouter(i18n: I18n): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: ROUTES,
    scrollBehavior: (to, from, kept) => kept ?? (to.path === from.path ? false : { top: 0 }),
  })
  const words = (to: RouteLocationNormalized) => i18n.prepare(to.meta.public ? 'everyone' : 'staff')
  router.beforeEach(to => {
    words(to).catch(() => undefined)
  })
  router.beforeResolve(to => words(to))
  /** What is shown first, so that tabs can be told apart; a resident's address is a secret. */
  watchEffect(() => {
    const { meta, params } = router.currentRoute.value
    if (meta.title === undefined) return
    const shown = meta.public ? [] : Object.values(params).slice(0, 1).flat()
    document.title = [...shown, i18n.t(meta.title), 'Caretaker'].filter(Boolean).join(' · ')
  })
  return router
}
