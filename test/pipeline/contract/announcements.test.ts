import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import { expandReferences } from '../../helpers/expandReferences.ts'
import { eventually, startTestService, type TestService } from '../../helpers/service.ts'

/** What the service announces, as another system of the site hears it. */
async function heardOn(service: TestService, password: string, filters: string[]) {
  const heard: { topic: string; text: string; qos: number; retain: boolean }[] = []
  const mqtt = await service.mqtt('listener', password)
  mqtt.on('message', (topic, payload, { qos, retain }) => heard.push({ topic, text: payload.toString(), qos, retain }))
  await mqtt.subscribeAsync(filters, { qos: 1 })
  return heard
}

/** What of a message is not as the AsyncAPI document says. */
async function wrongFor({ api }: TestService, channel: string, message: unknown) {
  const { body } = await api('/asyncapi.json')
  const [{ payload }] = Object.values<{ payload: object }>(body.channels[channel].messages) as [{ payload: object }]
  return Value.Errors(expandReferences(body, payload), message)
}

test('a fault is retained as it stands and empty once it is closed; a ticket is told at each event', async () => {
  const service = await startTestService()
  const mqtt = await service.mqtt('gw-1', await service.register('gw-1', [{ id: 'lift-1', class: 'elevator' }]))
  const report = (active: boolean) =>
    mqtt.publishAsync('facility/v1/s1/gw-1/lift-1/event', JSON.stringify({ code: 'ELV-SAFETY-OPEN', active }), {
      qos: 1,
    })
  const password = (await service.api('POST /gateways', { id: 'listener', site: 's1' })).body.password
  const topic = 'facility/v1/s1/fault/lift-1/ELV-SAFETY-OPEN'
  await report(true)
  const [ticket] = await eventually(
    async () => (await service.api('/tickets')).body.items,
    items => items.length > 0,
  )
  const early = await heardOn(service, password, ['facility/v1/s1/fault/#', 'facility/v1/s1/ticket/#'])
  const stands = await eventually(
    () => early.find(m => m.topic === topic),
    message => message !== undefined,
  )
  expect(stands).toMatchObject({ qos: 1, retain: true })
  const fault = JSON.parse(stands?.text ?? '')
  expect(fault).toMatchObject({ equipment: 'lift-1', code: 'ELV-SAFETY-OPEN', state: 'firing', ticket: ticket.id })
  expect(await wrongFor(service, 'mqtt-fault', fault)).toEqual([])

  await service.api(`POST /tickets/${ticket.id}/transitions`, { to: 'acknowledged' })
  const told = await eventually(
    () => early.find(m => m.topic === `facility/v1/s1/ticket/${ticket.id}`),
    message => message !== undefined,
  )
  expect(told).toMatchObject({ qos: 1, retain: false })
  const news = JSON.parse(told?.text ?? '')
  expect(news).toMatchObject({ key: `${ticket.id}/2`, event: { to: 'acknowledged' }, ticket: { id: ticket.id } })
  expect(await wrongFor(service, 'mqtt-ticket', news)).toEqual([])

  await report(false)
  await eventually(
    () => early.filter(m => m.topic === topic).at(-1)?.text,
    text => text === '',
  )
})
