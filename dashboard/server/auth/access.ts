import { type Actor, ROLES, type Role } from '#domain/people.ts'

/** What a route asks of who calls it. Everything but `public` is narrowed to the caller's sites by the route itself. */
export type Access =
  | 'public'
  | {
      roles: readonly Role[]
      /** Only for those who are not limited to some sites. */
      everySite?: true
    }

const READ: Access = { roles: ROLES }
const WORK: Access = { roles: ['admin', 'dispatcher', 'technician'] }
const PLAN: Access = { roles: ['admin', 'dispatcher'] }
const ADMIN: Access = { roles: ['admin'] }
const OWNER: Access = { roles: ['admin'], everySite: true }

/** Every route of the API and what it needs. A route that is missing here does not start. */
export const ACCESS: Readonly<Record<string, Access>> = {
  'GET /livez': 'public',
  'GET /readyz': 'public',
  'GET /metrics': 'public',
  'GET /api/openapi.json': 'public',
  'GET /api/asyncapi.json': 'public',

  'GET /api/public/places': 'public',
  'GET /api/public/places/:code': 'public',
  'POST /api/public/reports': 'public',
  'GET /api/public/reports/:token': 'public',
  'POST /api/public/reports/:token/photos': 'public',
  'GET /api/public/reports/:token/photos/:number': 'public',

  'POST /api/session': 'public',
  'GET /api/session': READ,
  'DELETE /api/session': 'public',
  'GET /api/tokens': READ,
  'POST /api/tokens': READ,
  'DELETE /api/tokens/:id': READ,
  'GET /api/users': OWNER,
  'POST /api/users': OWNER,
  'PATCH /api/users/:username': OWNER,
  'DELETE /api/users/:username': OWNER,

  'GET /api/sites': READ,
  'POST /api/sites': OWNER,
  'GET /api/gateways': READ,
  'POST /api/gateways': ADMIN,
  'GET /api/equipment': READ,
  'POST /api/equipment': PLAN,
  'GET /api/equipment/:id': READ,
  'PATCH /api/equipment/:id': PLAN,
  'GET /api/equipment/:id/telemetry': READ,
  'GET /api/catalogue': READ,

  'GET /api/faults': READ,
  'GET /api/faults/:id': READ,
  'POST /api/faults/:id/acknowledge': WORK,
  'POST /api/faults/:id/shelve': WORK,
  'POST /api/faults/:id/reset': WORK,
  'POST /api/faults/:id/unshelve': WORK,
  'GET /api/faults/:id/history': READ,
  'GET /api/incidents': READ,
  'GET /api/incidents/:id': READ,
  'POST /api/incidents/:id/acknowledge': WORK,
  'GET /api/windows': READ,
  'POST /api/windows': WORK,
  'GET /api/windows/:id': READ,
  'POST /api/windows/:id/extend': WORK,
  'POST /api/windows/:id/end': WORK,
  'GET /api/out-of-service': READ,
  'POST /api/out-of-service': WORK,
  'POST /api/out-of-service/:id/end': WORK,
  'GET /api/alarm-policy': READ,
  'GET /api/alarm-policy/history': READ,
  'PUT /api/alarm-policy': OWNER,
  'GET /api/tickets': READ,
  'POST /api/tickets': WORK,
  'GET /api/tickets/:id': READ,
  'POST /api/tickets/:id/transitions': WORK,
  'GET /api/tickets/:id/clocks': READ,
  'POST /api/tickets/:id/urges': WORK,
  'POST /api/tickets/:id/delays': WORK,
  'POST /api/tickets/:id/verdict': WORK,
  'POST /api/tickets/:id/pauses': PLAN,
  'POST /api/tickets/:id/signatures': WORK,
  'GET /api/tickets/:id/signatures/:number': READ,
  'POST /api/tickets/:id/survey-invitations': PLAN,
  'GET /api/follow-ups': PLAN,
  'POST /api/follow-ups/:id/attempts': PLAN,
  'GET /api/public/surveys/:token': 'public',
  'POST /api/public/surveys/:token': 'public',
  'GET /api/complaints': PLAN,
  'POST /api/complaints': PLAN,
  'GET /api/complaints/:id': PLAN,
  'PATCH /api/complaints/:id': PLAN,
  'POST /api/complaints/:id/transitions': PLAN,
  'GET /api/public/complaint-kinds': 'public',
  'POST /api/public/complaints': 'public',
  'GET /api/public/complaints/:token': 'public',
  'POST /api/public/complaints/:token/verdict': 'public',
  'POST /api/reports': WORK,
  'GET /api/tickets/:id/reports': READ,
  'GET /api/tickets/:id/reports/:report/photos/:number': READ,
  'GET /api/tickets/:id/photos': READ,
  'POST /api/tickets/:id/photos': WORK,
  'GET /api/tickets/:id/photos/:number': READ,
  'GET /api/intake-policy': READ,
  'GET /api/intake-policy/history': READ,
  'PUT /api/intake-policy': OWNER,
  'GET /api/service-levels': READ,
  'POST /api/service-levels': OWNER,
  'GET /api/calendars': READ,
  'POST /api/calendars': OWNER,
  'GET /api/parts': READ,
  'POST /api/parts': WORK,
  'GET /api/parts/:partNo': READ,
  'PATCH /api/parts/:partNo': WORK,
  'GET /api/parts/:partNo/movements': READ,
  'POST /api/parts/:partNo/movements': WORK,
  'GET /api/parts/:partNo/alternates': READ,
  'PUT /api/parts/:partNo/alternates': PLAN,
  'GET /api/reorder-suggestions': READ,
  'GET /api/stores': READ,
  'POST /api/stores': PLAN,
  'PATCH /api/stores/:id': PLAN,
  'GET /api/stock-audit': READ,
  'GET /api/kits/:class/:faultCode': READ,
  'GET /api/kits/:class/:faultCode/history': READ,
  'PUT /api/kits/:class/:faultCode': PLAN,
  'GET /api/fitted-parts': READ,
  'POST /api/fitted-parts': WORK,
  'POST /api/fitted-parts/:id/remove': WORK,
  'GET /api/reservations': READ,
  'GET /api/purchase-orders': READ,
  'POST /api/purchase-orders': WORK,
  'PATCH /api/purchase-orders/:id': WORK,
  'POST /api/purchase-orders/:id/receipts': WORK,
  'GET /api/webhooks': OWNER,
  'POST /api/webhooks': OWNER,
  'PATCH /api/webhooks/:id': OWNER,
  'DELETE /api/webhooks/:id': OWNER,
  'POST /api/webhooks/:id/test': OWNER,
  'POST /api/webhooks/:id/revive': OWNER,
  'GET /api/webhook-deliveries': OWNER,
  'GET /api/technicians': READ,
  'POST /api/technicians': PLAN,
  'GET /api/technicians/:id': READ,
  'PATCH /api/technicians/:id': PLAN,
  'GET /api/sites/:id/dispatch': READ,
  'GET /api/roster': READ,
  'GET /api/roster/on-duty': READ,
  'POST /api/roster': PLAN,
  'DELETE /api/roster/:id': PLAN,
  'GET /api/pool': WORK,
  'GET /api/tickets/:id/candidates': READ,
  'POST /api/tickets/:id/grab': WORK,
  'GET /api/tickets/:id/work-links': PLAN,
  'POST /api/tickets/:id/work-links': PLAN,
  'DELETE /api/tickets/:id/work-links/:link': PLAN,
  'GET /api/public/work/:token': 'public',
  'POST /api/public/work/:token/moves': 'public',
  'PUT /api/sites/:id/dispatch': PLAN,

  'GET /api/analytics/causes': READ,
  'GET /api/analytics/reliability': READ,
  'GET /api/rules': READ,
  'POST /api/rules': PLAN,
  'POST /api/rules/backtest': PLAN,
  'POST /api/rules/check': PLAN,
  'GET /api/rules/:code': READ,
  'PATCH /api/rules/:code': PLAN,
  'GET /api/rules/:code/history': READ,
  'POST /api/rules/:code/rollback': PLAN,
  'GET /api/rejected': READ,
  'GET /api/system': READ,
}

/** Pages and their files, and the page that shows the API: there is nothing in them to protect. */
const OPEN_PATHS: readonly RegExp[] = [/^\/(?:\*)?$/, /^\/api\/docs(?:\/|$)/]

/** What a route needs; undefined when nobody has said. */
export function accessOf(method: string, url: string): Access | undefined {
  const read = method === 'HEAD' ? 'GET' : method
  return ACCESS[`${read} ${url}`] ?? (OPEN_PATHS.some(path => path.test(url)) && read === 'GET' ? 'public' : undefined)
}

export function allows(access: Exclude<Access, 'public'>, actor: Actor): boolean {
  return access.roles.includes(actor.role) && (access.everySite === undefined || actor.sites.length === 0)
}
