import type { Registry } from '#database/registry.ts'
import type { Channel } from '#domain/changes.ts'
import type { Complaint } from '#domain/complaints.ts'
import { everyPage } from '#domain/everyPage.ts'
import { namedTickets, withoutUnseen } from '#domain/namedTickets.ts'
import type { Page, PageQuery } from '#domain/page.ts'
import type { Actor, Technician } from '#domain/people.ts'
import type { Ticket } from '#domain/tickets.ts'
import { toWire } from '#domain/wire.ts'
import { technicianAsSeen } from '../asSeen/technicians.ts'
import { seesTicket } from '../asSeen/tickets.ts'
import type { Estate } from '../estate/estate.ts'
import type { MaintenanceVerbs } from '../needs/maintenance.ts'

/** An item as it is sent, and the sites it belongs to; without any everybody sees it. */
export interface LiveItem {
  item: unknown
  sites: readonly string[]
  /** As somebody limited to these sites is told it, where that is less. */
  less?(reader: Pick<Actor, 'sites'>): unknown
  /** Only for those who see every site. */
  everySite?: true
}

/** Where the items of a channel come from. */
export interface LiveSource {
  /** What a snapshot holds: what is active or open, or everything where nothing ends. */
  all(): Promise<LiveItem[]>
  /** Items by the ids of the change log; those that are gone are missing. */
  many(ids: readonly string[]): Promise<Map<string, LiveItem>>
  /** What a `remove` says of an item. */
  stub(id: string): unknown
}

const PAGE = 500

async function everyItem<T>(list: (query: PageQuery) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = []
  for await (const page of everyPage(cursor => list({ limit: PAGE, cursor }))) items.push(...page.items)
  return items
}

const sited = <T extends { site: string }>(item: T): LiveItem => ({ item: toWire(item), sites: [item.site] })
const byId = <T extends { id: string; site: string }>(items: readonly T[]) =>
  new Map(items.map(item => [item.id, sited(item)]))
const shared = (item: unknown): LiveItem => ({ item: toWire(item), sites: [] })
const stub = (id: string) => ({ id })
/** Tickets, and what they name of other sites' left out for who does not see those. */
async function ticketItems(verbs: MaintenanceVerbs['tickets'], tickets: Ticket[]): Promise<[string, LiveItem][]> {
  const sites = await verbs.sites(tickets.flatMap(namedTickets))
  const less = (ticket: Ticket) => (reader: Pick<Actor, 'sites'>) =>
    toWire(withoutUnseen(ticket, seesTicket(reader, sites)))
  const foreign = (ticket: Ticket) => namedTickets(ticket).some(id => sites.get(id) !== ticket.site)
  return tickets.map(one => [one.id, { ...sited(one), ...(foreign(one) && { less: less(one) }) }])
}

/** One of an unknown place is shown to those who see every site. */
const complained = (one: Complaint): LiveItem =>
  one.site === undefined ? { item: toWire(one), sites: [], everySite: true } : { item: toWire(one), sites: [one.site] }

const kinds = {
  site: (registry: Registry, id: string) => {
    const site = registry.site(id)
    return site && { site: site.id, more: site }
  },
  gateway: (registry: Registry, id: string) => {
    const gateway = registry.gateway(id)
    return gateway && { site: gateway.site, more: toWire(gateway) }
  },
}

/** `gateway:gw-1` → `{ id: 'gateway:gw-1', kind: 'gateway', gateway: {…} }`. */
function systemItem(registry: Registry, name: string): LiveItem | undefined {
  const [kind = '', id = ''] = name.split(':')
  if (!Object.hasOwn(kinds, kind)) return undefined
  const found = kinds[kind as keyof typeof kinds](registry, id)
  return found && { item: { id: name, kind, [kind]: found.more }, sites: [found.site] }
}

function systemSource(registry: Registry, technicians: MaintenanceVerbs['technicians']): LiveSource {
  const technicianItems = async (): Promise<Map<string, LiveItem>> => {
    const list = await technicians.list({})
    const item = (one: Technician) => ({ id: `technician:${one.id}`, kind: 'technician', technician: one })
    const less = (one: Technician) => (reader: Pick<Actor, 'sites'>) => item(technicianAsSeen(reader, one))
    return new Map(list.map(one => [item(one).id, { item: item(one), sites: one.sites, less: less(one) }]))
  }
  const many = async (names: readonly string[]) => {
    const people = names.some(name => name.startsWith('technician:'))
      ? await technicianItems()
      : new Map<string, LiveItem>()
    const found = names.map(name => [name, people.get(name) ?? systemItem(registry, name)] as const)
    return new Map(found.filter((pair): pair is readonly [string, LiveItem] => pair[1] !== undefined))
  }
  return {
    all: async () => {
      const names = [...registry.sites().map(s => `site:${s.id}`), ...registry.gateways().map(g => `gateway:${g.id}`)]
      return [...(await many(names)).values(), ...(await technicianItems()).values()]
    },
    many,
    stub,
  }
}

export function createSources(
  { faults, tickets, parts, technicians, incidents, windows, complaints }: MaintenanceVerbs,
  registry: Registry,
  estate: Pick<Estate, 'describe'>,
): Record<Channel, LiveSource> {
  return {
    faults: {
      all: async () => (await everyItem(page => faults.list({ ...page, state: 'active' }))).map(sited),
      many: async ids => byId(await faults.many(ids)),
      stub,
    },
    tickets: {
      all: async () =>
        (await ticketItems(tickets, await everyItem(page => tickets.list({ ...page, open: true })))).map(
          ([, live]) => live,
        ),
      many: async ids => new Map(await ticketItems(tickets, await tickets.many(ids))),
      stub,
    },
    equipment: {
      all: async () => (await estate.describe([...registry.listEquipment()])).map(sited),
      many: async ids => byId(await estate.describe(ids.flatMap(id => registry.equipment(id) ?? []))),
      stub,
    },
    parts: {
      all: async () => (await everyItem(page => parts.list(page))).map(shared),
      many: async ids => new Map((await parts.many(ids)).map(item => [item.partNo, shared(item)])),
      stub: partNo => ({ partNo }),
    },
    system: systemSource(registry, technicians),
    incidents: {
      all: async () => (await everyItem(page => incidents.list({ ...page, open: true }))).map(sited),
      many: async ids => byId(await incidents.many(ids)),
      stub,
    },
    windows: {
      all: async () => [
        ...(await everyItem(page => windows.list({ ...page, state: 'active' }))).map(sited),
        ...(await everyItem(page => windows.list({ ...page, state: 'planned' }))).map(sited),
      ],
      many: async ids => byId(await windows.many(ids)),
      stub,
    },
    complaints: {
      all: async () => (await everyItem(page => complaints.list({ ...page, open: true }))).map(complained),
      many: async ids => new Map((await complaints.many(ids)).map(one => [one.id, complained(one)])),
      stub,
    },
  }
}
