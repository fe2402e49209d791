import type { RouteRecordRaw } from 'vue-router'

/** Pages that are opened without a log-in, by a link or a label, in the public shell. */
export const PUBLIC_ROUTES: RouteRecordRaw[] = [
  {
    path: '/w/:token',
    name: 'work',
    component: () => import('./WorkPage.vue'),
    props: true,
    meta: { title: 'work.title', public: true },
  },
  {
    path: '/o/:token',
    name: 'opinion',
    component: () => import('./OpinionPage.vue'),
    props: true,
    meta: { title: 'opinion.title', public: true },
  },
  {
    path: '/complain',
    name: 'complain',
    component: () => import('./ComplaintForm.vue'),
    meta: { title: 'complaint.publicTitle', public: true },
  },
  {
    path: '/c/:token',
    name: 'complaintStatus',
    component: () => import('./ComplaintStatus.vue'),
    props: true,
    meta: { title: 'complaint.yours', public: true },
  },
  {
    path: '/s/:token',
    name: 'survey',
    component: () => import('./SurveyPage.vue'),
    props: true,
    meta: { title: 'survey.title', public: true },
  },
  {
    path: '/l/:code',
    name: 'label',
    component: () => import('./LabelPage.vue'),
    props: true,
    meta: { title: 'report.title', public: true },
  },
  {
    path: '/e/:id',
    name: 'scanned',
    component: () => import('./LabelPage.vue'),
    props: true,
    meta: { title: 'report.title', public: true },
  },
  {
    path: '/report',
    name: 'report',
    component: () => import('./ReportPage.vue'),
    meta: { title: 'report.title', public: true },
  },
  {
    path: '/r/:token',
    name: 'reportStatus',
    component: () => import('./StatusPage.vue'),
    props: true,
    meta: { title: 'report.status', public: true },
  },
  {
    path: '/r/:token/survey',
    name: 'reportSurvey',
    component: () => import('./SurveyPage.vue'),
    props: route => ({ ...route.params, byReport: true }),
    meta: { title: 'survey.title', public: true },
  },
]
