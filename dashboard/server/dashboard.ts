import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hashPassword, makeSecret } from '#database/secrets.ts'
import { AlarmPolicy } from '#domain/alarmPolicy.ts'
import { CodedError } from '#domain/errors.ts'
import { type Clock, wallClock } from '#domain/time.ts'
import { createAccounts } from './auth/accounts.ts'
import { createCalendarLinks } from './auth/calendarLinks.ts'
import { ensureAdmin } from './auth/firstAdmin.ts'
import { createProofThrottle } from './auth/proofThrottle.ts'
import { createSessions } from './auth/sessions.ts'
import { createLogInThrottle } from './auth/throttle.ts'
import { asyncApiRoute } from './docs/asyncapi.ts'
import { describeApi, openApiRoute } from './docs/openapi.ts'
import { createEstate } from './estate/estate.ts'
import type { Api } from './http/api.ts'
import { createApp, type RouteEntry } from './http/app.ts'
import { serveWebPages } from './http/webPages.ts'
import { createLive, type Live } from './live/live.ts'
import type { DashboardNeeds } from './needs.ts'
import { measure } from './operations/metrics.ts'
import { analyticsRoutes } from './routes/analytics.ts'
import { calendarLinkRoutes } from './routes/calendarLinks.ts'
import { catalogueRoutes } from './routes/catalogue.ts'
import { completenessRoutes } from './routes/completeness.ts'
import { customerRoutes } from './routes/customers.ts'
import { dispatchRoutes } from './routes/dispatch.ts'
import { equipmentRoutes } from './routes/equipment.ts'
import { faultRoutes } from './routes/faults.ts'
import { fittedPartRoutes } from './routes/fittedParts.ts'
import { forecastRoutes } from './routes/forecast.ts'
import { gatewayRoutes } from './routes/gateways.ts'
import { incidentRoutes } from './routes/incidents.ts'
import { kitRoutes } from './routes/kits.ts'
import { labelRoutes } from './routes/labels.ts'
import { operationsRoutes } from './routes/operations.ts'
import { outOfServiceRoutes } from './routes/outOfService.ts'
import { partRoutes } from './routes/parts.ts'
import { periodReportRoutes } from './routes/periodReports.ts'
import { photoRoutes } from './routes/photos.ts'
import { planRoutes } from './routes/plans.ts'
import { policyRoutes } from './routes/policyRoutes.ts'
import { publicPlaceRoutes } from './routes/public/places.ts'
import { publicReportRoutes } from './routes/public/reports.ts'
import { purchaseOrderRoutes } from './routes/purchaseOrders.ts'
import { rejectedRoutes } from './routes/rejected.ts'
import { reportRoutes } from './routes/reports.ts'
import { reservationRoutes } from './routes/reservations.ts'
import { ruleRoutes } from './routes/rules.ts'
import { ruleTrialRoutes } from './routes/ruleTrials.ts'
import { serviceLevelRoutes } from './routes/serviceLevels.ts'
import { sessionRoutes } from './routes/session.ts'
import { siteRoutes } from './routes/sites.ts'
import { stockRoutes } from './routes/stock.ts'
import { storeRoutes } from './routes/stores.ts'
import { technicianRoutes } from './routes/technicians.ts'
import { telemetryRoutes } from './routes/telemetry.ts'
import { ticketActRoutes } from './routes/ticketActs.ts'
import { ticketRoutes } from './routes/tickets.ts'
import { ticketTableRoutes } from './routes/ticketTable.ts'
import { tokenRoutes } from './routes/tokens.ts'
import { transferRoutes } from './routes/transfers.ts'
import { userRoutes } from './routes/users.ts'
import { visitCalendarRoutes } from './routes/visitCalendar.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import { windowRoutes } from './routes/windows.ts'

export type { DashboardNeeds } from './needs.ts'

export interface Dashboard {
  port: number
  server: Server
  stop(): Promise<void>
}

/** The dashboard before it listens. */
export interface DashboardApp {
  app: Api
  routes: readonly RouteEntry[]
  live: Live
}

/** People's sessions last by the machine's clock, whatever the telemetry's is. */
const peopleClock = (clock: Clock): Clock => (clock.kind === 'wall' ? clock : wallClock())

async function openDoor({ database, clock, adminPassword, onAdminMade }: DashboardNeeds) {
  const { now } = peopleClock(clock)
  const accounts = createAccounts(database, now, await hashPassword(makeSecret()))
  await ensureAdmin(accounts, { password: adminPassword, onMade: onAdminMade })
  const calendarLinks = createCalendarLinks(database, now)
  return { accounts, calendarLinks, sessions: createSessions(database, now), throttle: createLogInThrottle(now) }
}

/** What people report, with a log-in and without. */
async function intakeRoutes(app: Api, { registry, catalogue, clock, maintenance }: DashboardNeeds): Promise<void> {
  const open = { ...maintenance, registry, catalogue, now: peopleClock(clock).now }
  publicPlaceRoutes(app, open)
  publicReportRoutes(app, open)
  reportRoutes(app, open)
  await photoRoutes(app, maintenance)
}

/** What lies in the stores, what is on its way, and what was fitted where. */
function storeroomRoutes(app: Api, { maintenance }: DashboardNeeds): void {
  partRoutes(app, maintenance)
  stockRoutes(app, maintenance)
  storeRoutes(app, maintenance)
  transferRoutes(app, maintenance)
  kitRoutes(app, maintenance)
  fittedPartRoutes(app, maintenance)
  reservationRoutes(app, maintenance)
  purchaseOrderRoutes(app, maintenance)
}

const ALARM_POLICY = { path: '/api/alarm-policy', name: 'AlarmPolicy', tags: ['faults'] }

/** Builds the application with all its routes. */
export async function buildDashboard(needs: DashboardNeeds): Promise<DashboardApp> {
  const { registry, maintenance, log } = needs
  const door = await openDoor(needs)
  const { app, routes } = await createApp({ sessions: door.sessions, log })
  const estate = createEstate(needs)
  const live = await createLive({ ...needs, server: app.server, sessions: door.sessions, estate })
  const metrics = measure(app, { ...needs, liveClients: live.clients })
  const people = { ...door, registry, recheckLive: live.recheck }
  const proofThrottle = createProofThrottle(needs.database, peopleClock(needs.clock).now)

  await describeApi(app)
  sessionRoutes(app, people)
  tokenRoutes(app, people)
  userRoutes(app, people)
  siteRoutes(app, needs)
  gatewayRoutes(app, needs)
  equipmentRoutes(app, { ...needs, estate })
  telemetryRoutes(app, needs)
  completenessRoutes(app, { ...maintenance, registry })
  forecastRoutes(app, { ...needs, ...maintenance })
  catalogueRoutes(app, needs)
  faultRoutes(app, maintenance)
  incidentRoutes(app, maintenance)
  outOfServiceRoutes(app, maintenance)
  policyRoutes(app, ALARM_POLICY, AlarmPolicy, maintenance.alarmPolicy)
  windowRoutes(app, maintenance)
  labelRoutes(app, { ...maintenance, registry, publicUrl: needs.publicUrl })
  ticketRoutes(app, { ...maintenance, registry, proofThrottle })
  ticketTableRoutes(app, { ...needs, ...maintenance })
  ticketActRoutes(app, maintenance)
  customerRoutes(app, { ...needs, ...door, now: peopleClock(needs.clock).now })
  await intakeRoutes(app, needs)
  serviceLevelRoutes(app, maintenance)
  storeroomRoutes(app, needs)
  planRoutes(app, maintenance)
  visitCalendarRoutes(app, maintenance)
  calendarLinkRoutes(app, { ...needs, ...maintenance, ...door })
  technicianRoutes(app, maintenance)
  webhookRoutes(app, needs)
  dispatchRoutes(app, { ...maintenance, proofThrottle })
  analyticsRoutes(app, { ...needs, ...maintenance })
  periodReportRoutes(app, { ...needs, ...maintenance })
  ruleRoutes(app, needs)
  ruleTrialRoutes(app, needs)
  rejectedRoutes(app, needs)
  operationsRoutes(app, needs, { metrics, liveClients: live.clients })
  openApiRoute(app)
  asyncApiRoute(app)
  await serveWebPages(app, needs.webDir)

  app.addHook('preClose', live.stop)
  return { app, routes, live }
}

/**
 * What people see and press: pages, API and live changes on one port.
 * @throws CodedError PORT_IN_USE
 */
export async function createDashboard(needs: DashboardNeeds): Promise<Dashboard> {
  const { app } = await buildDashboard(needs)
  const { host, port } = needs
  try {
    await app.listen({ host, port })
  } catch (error) {
    await app.close()
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error
    throw new CodedError('PORT_IN_USE', { host, port }, `${host}:${port} is in use`)
  }
  return { port: (app.server.address() as AddressInfo).port, server: app.server, stop: () => app.close() }
}
