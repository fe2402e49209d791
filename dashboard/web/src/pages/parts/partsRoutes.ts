import type { RouteRecordRaw } from 'vue-router'

/** Spare parts, and where and in what they are. */
export const PARTS_ROUTES: RouteRecordRaw[] = [
  { path: '/parts', name: 'parts', component: () => import('./Parts.vue'), meta: { title: 'nav.parts' } },
  {
    path: '/parts/:partNo',
    name: 'part',
    component: () => import('./PartPage.vue'),
    props: true,
    meta: { title: 'nav.parts' },
  },
  {
    path: '/ordering',
    name: 'ordering',
    component: () => import('./Ordering.vue'),
    meta: { title: 'partsTab.ordering' },
  },
  {
    path: '/kits',
    name: 'kits',
    component: () => import('./kits/Kits.vue'),
    meta: { title: 'partsTab.kits' },
  },
  {
    path: '/fitted-parts',
    name: 'fittedParts',
    component: () => import('./fitted/FittedParts.vue'),
    meta: { title: 'partsTab.fitted' },
  },
  {
    path: '/stores',
    name: 'stores',
    component: () => import('./stores/Stores.vue'),
    meta: { title: 'partsTab.stores' },
  },
  {
    path: '/stores/:id',
    name: 'store',
    component: () => import('./stores/StorePage.vue'),
    props: true,
    meta: { title: 'partsTab.stores' },
  },
]
