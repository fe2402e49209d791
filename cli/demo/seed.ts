import type { Database } from '#database/database.ts'
import type { Registry } from '#database/registry.ts'
import { hashSecret, makeSecret } from '#database/secrets.ts'
import { loadCatalogue } from '#domain/catalogue.ts'
import { SYSTEM } from '#domain/people.ts'
import type { Millis } from '#domain/time.ts'
import type { Maintenance } from '#maintenance'
import type { GatewayLogin } from '#simulators'
import { ESTATE } from './estate.ts'
import { writeHistory } from './history.ts'
import { certificatesOf, OUT_OF_STOCK, TECHNICIANS } from './people.ts'
import { seedPlans } from './plans.ts'
import { rosterFrom, SITE_DISPATCH } from './roster.ts'

export interface DemoNeeds {
  database: Database
  registry: Registry
  maintenance: Pick<
    Maintenance,
    'parts' | 'technicians' | 'roster' | 'dispatch' | 'plans' | 'tickets' | 'sweep' | 'fillFigures'
  >
  now: Millis
}

/** More than the least stock, so that only what is meant to be short is short. */
const STOCK_FACTOR = 3
const LEAST_STOCK = 4
/** More than the catalogue has. */
const PARTS = 500

/** A gateway's password is never kept, so one that is there already gets another for this run. */
async function renewPassword({ database, registry }: DemoNeeds, id: string): Promise<string> {
  const password = makeSecret()
  const password_hash = hashSecret(password)
  await database.write(trx => trx.updateTable('gateway').set({ password_hash }).where('id', '=', id).execute())
  await registry.reload()
  return password
}

async function addGateways(needs: DemoNeeds): Promise<GatewayLogin[]> {
  const logins: GatewayLogin[] = []
  for (const { id, site } of ESTATE.gateways) {
    const known = needs.registry.gateway(id) !== undefined
    const password = known ? await renewPassword(needs, id) : (await needs.registry.addGateway({ id, site })).password
    logins.push({ id, site, password })
  }
  return logins
}

async function addEstate({ registry }: DemoNeeds) {
  for (const { profile: _profile, sampleS: _sampleS, ...equipment } of ESTATE.equipment)
    if (!registry.equipment(equipment.id)) await registry.addEquipment(equipment)
}

async function addPeople({ maintenance, now }: DemoNeeds) {
  const catalogue = loadCatalogue()
  for (const technician of TECHNICIANS) {
    const certificates = certificatesOf(technician, catalogue, now)
    if (!(await maintenance.technicians.get(technician.id)))
      await maintenance.technicians.add({ ...technician, certificates }, SYSTEM)
  }
}

/** Who is on duty when, and how each building finds who goes. */
async function planWork({ database, maintenance: { roster, dispatch }, now }: DemoNeeds) {
  const entry = await database.db.selectFrom('roster_entry').select('id').executeTakeFirst()
  if (!entry) await roster.enter(rosterFrom(now), SYSTEM)
  for (const { site, change } of SITE_DISPATCH)
    if ((await dispatch.site(site)).version === 0) await dispatch.change(site, change, SYSTEM)
}

/** Counts what is in the store: all that the catalogue knows but what is meant to be short. */
async function stockParts({ maintenance: { parts } }: DemoNeeds) {
  const { items } = await parts.list({ limit: PARTS })
  for (const { partNo, onHand: there, minStock } of items) {
    if (there > 0 || OUT_OF_STOCK.includes(partNo)) continue
    const onHand = Math.max(LEAST_STOCK, Math.ceil(minStock * STOCK_FACTOR))
    await parts.change(partNo, { onHand }, SYSTEM)
  }
}

/**
 * Fills an empty service with three buildings, their people, parts, a year of repairs and plans with some visits; what is there already stays.
 * @returns the gateways with the passwords made for this run
 */
export async function seedDemo(needs: DemoNeeds): Promise<{ gateways: GatewayLogin[] }> {
  for (const site of ESTATE.sites) if (!needs.registry.site(site.id)) await needs.registry.addSite(site)
  const gateways = await addGateways(needs)
  await addEstate(needs)
  await addPeople(needs)
  await planWork(needs)
  await stockParts(needs)
  await writeHistory(needs.database, needs.now)
  // The history says since when the equipment has been there.
  await needs.registry.reload()
  await seedPlans(needs)
  await needs.maintenance.fillFigures()
  return { gateways }
}
