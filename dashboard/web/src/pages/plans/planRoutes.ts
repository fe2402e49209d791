import type { RouteRecordRaw } from 'vue-router'

/** Preventive maintenance. */
export const PLAN_ROUTES: RouteRecordRaw[] = [
  { path: '/plans', name: 'plans', component: () => import('./Plans.vue'), meta: { title: 'nav.plans' } },
  {
    path: '/plans/due',
    name: 'plansDue',
    component: () => import('./due/DueList.vue'),
    meta: { title: 'plansTab.due' },
  },
  {
    path: '/plans/calendar',
    name: 'plansCalendar',
    component: () => import('./calendar/VisitCalendar.vue'),
    meta: { title: 'plansTab.calendar' },
  },
  {
    path: '/plans/findings',
    name: 'plansFindings',
    component: () => import('./findings/Findings.vue'),
    meta: { title: 'plansTab.findings' },
  },
  {
    path: '/plans/new',
    name: 'newPlan',
    component: () => import('./edit/PlanEditor.vue'),
    meta: { title: 'plans.new' },
  },
  {
    path: '/plans/:code/edit',
    name: 'editPlan',
    component: () => import('./edit/PlanEditor.vue'),
    props: true,
    meta: { title: 'nav.plans' },
  },
  {
    path: '/plans/:code',
    name: 'plan',
    component: () => import('./PlanPage.vue'),
    props: true,
    meta: { title: 'nav.plans' },
  },
]
