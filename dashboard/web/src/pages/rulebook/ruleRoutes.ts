import type { RouteRecordRaw } from 'vue-router'

/** The rules and their editor. */
export const RULE_ROUTES: RouteRecordRaw[] = [
  {
    path: '/rules',
    name: 'rules',
    component: () => import('./Rules.vue'),
    meta: { title: 'nav.rules' },
  },
  {
    path: '/rules/new',
    name: 'newRule',
    component: () => import('./RuleEditor.vue'),
    meta: { title: 'rules.new' },
  },
  {
    path: '/rules/:code/edit',
    name: 'editRule',
    component: () => import('./RuleEditor.vue'),
    props: true,
    meta: { title: 'nav.rules' },
  },
  {
    path: '/rules/:code',
    name: 'rule',
    component: () => import('./RulePage.vue'),
    props: true,
    meta: { title: 'nav.rules' },
  },
]
