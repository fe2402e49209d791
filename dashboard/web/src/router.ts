import {
  createRouter,
  createWebHistory,
  type RouteLocationNormalized,
  type RouteRecordRaw,
  type Router,
} from 'vue-router'
import type { I18n } from './i18n/i18n.ts'
import type { WordKey } from './i18n/zh.ts'
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
    path: '/w/:token',
    name: 'work',
    component: () => import('./pages/public/WorkPage.vue'),
    props: true,
    meta: { title: 'work.title', public: true },
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
    path: '/o/:token',
    name: 'opinion',
    component: () => import('./pages/public/OpinionPage.vue'),
    props: true,
    meta: { title: 'opinion.title', public: true },
  },
  {
    path: '/complain',
    name: 'complain',
    component: () => import('./pages/public/ComplaintForm.vue'),
    meta: { title: 'complaint.publicTitle', public: true },
  },
  {
    path: '/c/:token',
    name: 'complaintStatus',
    component: () => import('./pages/public/ComplaintStatus.vue'),
    props: true,
    meta: { title: 'complaint.yours', public: true },
  },
  {
    path: '/s/:token',
    name: 'survey',
    component: () => import('./pages/public/SurveyPage.vue'),
    props: true,
    meta: { title: 'survey.title', public: true },
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
    path: '/rules',
    name: 'rules',
    component: () => import('./pages/rulebook/Rules.vue'),
    meta: { title: 'nav.rules' },
  },
  {
    path: '/rules/new',
    name: 'newRule',
    component: () => import('./pages/rulebook/RuleEditor.vue'),
    meta: { title: 'rules.new' },
  },
  {
    path: '/rules/:code/edit',
    name: 'editRule',
    component: () => import('./pages/rulebook/RuleEditor.vue'),
    props: true,
    meta: { title: 'nav.rules' },
  },
  {
    path: '/rules/:code',
    name: 'rule',
    component: () => import('./pages/rulebook/RulePage.vue'),
    props: true,
    meta: { title: 'nav.rules' },
  },
  {
    path: '/equipment/:id/label',
    name: 'label',
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
    path: '/e/:id',
    name: 'scanned',
    component: () => import('./pages/public/LabelPage.vue'),
    props: true,
    meta: { title: 'report.title', public: true },
  },
  {
    path: '/report',
    name: 'report',
    component: () => import('./pages/public/ReportPage.vue'),
    meta: { title: 'report.title', public: true },
  },
  {
    path: '/r/:token',
    name: 'reportStatus',
    component: () => import('./pages/public/StatusPage.vue'),
    props: true,
    meta: { title: 'report.status', public: true },
  },
  {
    path: '/r/:token/survey',
    name: 'reportSurvey',
    component: () => import('./pages/public/SurveyPage.vue'),
    props: route => ({ ...route.params, byReport: true }),
    meta: { title: 'survey.title', public: true },
  },
  { path: '/parts', name: 'parts', component: () => import('./pages/parts/Parts.vue'), meta: { title: 'nav.parts' } },
  {
    path: '/parts/:partNo',
    name: 'part',
    component: () => import('./pages/parts/PartPage.vue'),
    props: true,
    meta: { title: 'nav.parts' },
  },
  {
    path: '/kits',
    name: 'kits',
    component: () => import('./pages/parts/kits/Kits.vue'),
    meta: { title: 'partsTab.kits' },
  },
  {
    path: '/fitted-parts',
    name: 'fittedParts',
    component: () => import('./pages/parts/fitted/FittedParts.vue'),
    meta: { title: 'partsTab.fitted' },
  },
  {
    path: '/stores',
    name: 'stores',
    component: () => import('./pages/parts/stores/Stores.vue'),
    meta: { title: 'partsTab.stores' },
  },
  {
    path: '/stores/:id',
    name: 'store',
    component: () => import('./pages/parts/stores/StorePage.vue'),
    props: true,
    meta: { title: 'partsTab.stores' },
  },
  {
    path: '/analytics',
    name: 'analytics',
    component: () => import('./pages/analytics/Analytics.vue'),
    meta: { title: 'nav.analytics' },
  },
  SETTINGS_ROUTE,
  {
    path: '/system',
    name: 'system',
    component: () => import('./pages/system/System.vue'),
    meta: { title: 'nav.system' },
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
  router.afterEach(to => {
    document.title = `${i18n.t(to.meta.title)} · Caretaker`
  })
  return router
}
