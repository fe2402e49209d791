import type { RouteRecordRaw } from 'vue-router'

/** The numbers by which the service decides, each kind on a page of its own. */
export const SETTINGS_ROUTE = {
  path: '/settings',
  component: () => import('./Settings.vue'),
  redirect: '/settings/service-levels',
  meta: { title: 'nav.settings' },
  children: [
    {
      path: 'service-levels',
      component: () => import('./serviceLevels/ServiceLevels.vue'),
      meta: { title: 'settings.serviceLevels' },
    },
    {
      path: 'calendars',
      component: () => import('./calendars/Calendars.vue'),
      meta: { title: 'settings.calendars' },
    },
    {
      path: 'alarm-policy',
      component: () => import('./AlarmPolicyPage.vue'),
      meta: { title: 'settings.alarmPolicy' },
    },
    { path: 'quiet', component: () => import('./quiet/Quiet.vue'), meta: { title: 'settings.quiet' } },
    {
      path: 'report-policy',
      component: () => import('./ReportPolicyPage.vue'),
      meta: { title: 'settings.reportPolicy' },
    },
    {
      path: 'intake-policy',
      component: () => import('./IntakePolicyPage.vue'),
      meta: { title: 'settings.intakePolicy' },
    },
    {
      path: 'feedback-policy',
      component: () => import('./FeedbackPolicyPage.vue'),
      meta: { title: 'settings.feedbackPolicy' },
    },
  ],
} satisfies RouteRecordRaw
