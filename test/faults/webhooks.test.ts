import { expect, test } from 'vitest'
import { silentLog } from '#domain/log.ts'
import { createPost, createWebhooks } from '#maintenance'
import { testDatabase } from '../helpers/database.ts'
import { type HookServer, startHookServer } from '../helpers/hookServer.ts'
import { ADMIN, moveThrough, onlyTicket, startTestMaintenance, transition } from '../helpers/maintenance.ts'
import { describeOnBoth, inOwnProcess, type Place } from './inOwnProcess.ts'

/** @returns what ended it: a signal, or null once nothing was due */
const send = (at: Place, killAt = '', variant = '') => inOwnProcess('webhookProcess.ts', at, [killAt, variant])

/** A ticket whose events a webhook is owed, in a service that has stopped. */
async function owe({ dataDir, url }: Place, hooks: HookServer): Promise<void> {
  const database = await testDatabase(url, dataDir)
  const maintenance = await startTestMaintenance(database, { dataDir })
  const needs = { database, ...maintenance, ...maintenance.registry, now: Date.now, log: silentLog }
  const silent = { ...createPost(['127.0.0.1']), send: () => new Promise<never>(() => undefined) }
  const webhooks = createWebhooks({ ...needs, post: silent, everyMs: 10 })
  await webhooks.add({ name: 'ERP', url: hooks.url }, ADMIN)
  await webhooks.stop()
  await maintenance.technicians.add({ id: 'zhang', name: 'Zhang', skills: [] }, ADMIN)
  await maintenance.handle([transition('f-1', 'lift-1', 'ELV-OVERTRAVEL')])
  const { id } = await onlyTicket(maintenance)
  await moveThrough(maintenance, id, ['acknowledged', 'dispatched', 'onSite'])
  await maintenance.stop()
  await database.close()
}

/** The events of all tickets, by the names under which they are told. */
async function written({ dataDir, url }: Place): Promise<string[]> {
  const { db } = await testDatabase(url, dataDir)
  const rows = await db.selectFrom('ticket_event').select(['ticket', 'number']).execute()
  return rows.map(({ ticket, number }) => `${ticket}/${number}`).sort()
}

function deliveryTests(place: () => Promise<Place>): void {
  test('I4: killed twice between the answer and its note, each event is told at least once, and again only under its own key', async () => {
    const at = await place()
    const hooks = await startHookServer()
    await owe(at, hooks)
    expect(await send(at, '1')).toBe('SIGKILL')
    expect(await send(at, '3')).toBe('SIGKILL')
    expect(await send(at)).toBeNull()
    const keys = hooks.heard.map(({ key }) => key)
    const owed = await written(at)
    expect([...new Set(keys)].sort()).toEqual(owed)
    expect(keys.length - owed.length).toBe(2)
    const events = Map.groupBy(hooks.heard, ({ key }) => key)
    const said = ({ body }: HookServer['heard'][number]) => JSON.stringify(JSON.parse(body).event)
    for (const told of events.values()) expect(new Set(told.map(said)).size).toBe(1)
  })

  test('I4: one that counts as sent before it is gets lost, and is found', async () => {
    const at = await place()
    const hooks = await startHookServer()
    await owe(at, hooks)
    expect(await send(at, '2', 'marks-first')).toBe('SIGKILL')
    expect(await send(at)).toBeNull()
    expect((await written(at)).filter(key => !hooks.heard.some(heard => heard.key === key))).toHaveLength(1)
  })
}

describeOnBoth('webhooks are told', deliveryTests)
