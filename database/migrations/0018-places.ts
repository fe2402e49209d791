import { runInOrder } from '../runInOrder.ts'

/**
 * Tickets about a place, whose equipment is not known yet: a place hangs on no gateway, and two tickets about one site
 * may tell of the same kind of trouble, each somewhere else.
 */
const STATEMENTS = [
  `alter table equipment add column hangs_on text references gateway (id)`,
  `update equipment set hangs_on = gateway`,
  `alter table equipment drop column gateway`,
  `alter table equipment rename column hangs_on to gateway`,
  `alter table ticket add column place text`,
  `drop index ticket_one_open_trouble`,
  `create unique index ticket_one_open_trouble on ticket (equipment, trouble, (coalesce(place, '')))
    where trouble is not null and status not in ('closed', 'cancelled')`,
  `alter table report add column seems text`,
]

/** Before, every piece of equipment hung on a gateway, and of a kind of trouble one ticket was open. */
const BACK = [
  `alter table report drop column seems`,
  `drop index ticket_one_open_trouble`,
  `update ticket set trouble = null where place is not null`,
  `alter table ticket drop column place`,
  `create unique index ticket_one_open_trouble on ticket (equipment, trouble)
    where trouble is not null and status not in ('closed', 'cancelled')`,
  `insert into gateway (id, site, password_hash) select id, site, '' from equipment e where gateway is null
    and not exists (select 1 from gateway g where g.site = e.site or g.id = e.id)`,
  `update equipment set gateway = (select min(g.id) from gateway g where g.site = equipment.site) where gateway is null`,
]

export const up = runInOrder(STATEMENTS)

export const down = runInOrder(BACK)
