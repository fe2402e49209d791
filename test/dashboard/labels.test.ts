import { expect, test } from 'vitest'
import { startTestDashboard } from '../helpers/dashboard.ts'

const withTicket = async () => {
  const dashboard = await startTestDashboard()
  const { admin } = dashboard
  await admin('POST /api/technicians', { id: 'technician-1', name: '陈师傅', skills: [] })
  const { body: ticket } = await admin('POST /api/tickets', { equipment: 'lift-1', title: 'x' })
  await admin(`POST /api/tickets/${ticket.id}/transitions`, { to: 'dispatched', technician: 'technician-1' })
  return { ...dashboard, path: `/api/tickets/${ticket.id}` }
}

test('who prints labels is told the code; nobody else, and no list has it', async () => {
  const { admin, as, anonymous } = await withTicket()
  const desk = await as('dispatcher', ['s1'])
  const { body, headers } = await desk('/api/equipment/lift-1/label')
  expect(body).toMatchObject({ number: 1, madeBy: 'dispatcher-1', address: expect.stringMatching(`/l/${body.code}$`) })
  expect(headers['cache-control']).toBe('no-store')
  const { body: site } = await desk('/api/sites/s1/label')
  expect(site.code).not.toBe(body.code)
  const elsewhere = await as('dispatcher', ['s2'])
  for (const path of ['/api/equipment/lift-1/label', '/api/sites/s1/label'])
    expect((await elsewhere(path)).status).toBe(404)
  for (const role of ['technician', 'viewer'] as const)
    expect((await (await as(role))('/api/equipment/lift-1/label')).status).toBe(403)
  const said = [
    await admin('/api/equipment'),
    await admin('/api/equipment/lift-1'),
    await admin('/api/tickets'),
    await anonymous(`/api/public/labels/${body.code}`),
  ]
  for (const answer of said) {
    expect(answer.status).toBe(200)
    expect(JSON.stringify(answer.body)).not.toContain(body.code)
  }
})

test('anybody reports by a label, renewed or not; what is none is not found', async () => {
  const { admin, anonymous } = await withTicket()
  const { body: label } = await admin('/api/equipment/lift-1/label')
  const renewal = { number: label.number, reason: 'torn off' }
  const { body: renewed } = await admin('POST /api/equipment/lift-1/label', renewal)
  expect(renewed.before).toMatchObject([{ number: 1, endedBy: 'admin', reason: 'torn off' }])
  expect((await admin('POST /api/equipment/lift-1/label', renewal)).body.error).toMatchObject({
    code: 'STALE_VERSION',
    details: { number: 2 },
  })
  for (const code of [label.code, renewed.code])
    expect((await anonymous(`/api/public/labels/${code}`)).body.equipment.id).toBe('lift-1')
  const { body: site } = await admin('/api/sites/s1/label')
  expect((await anonymous(`/api/public/labels/${site.code}`)).body.site.id).toBe('s1')
  for (const code of ['lift-1', `${label.code.slice(1)}0`, 'x'.repeat(41)])
    expect((await anonymous(`/api/public/labels/${code}`)).status).toBeGreaterThanOrEqual(400)
})

test('who tries one wrong label after the other has to wait, by link as well; a right one is not counted', async () => {
  const { admin, as, anonymous, path } = await withTicket()
  const technician = await as('technician')
  const { body: other } = await admin('/api/sites/s2/label')
  const { body: link } = await admin(`POST ${path}/work-links`, {})
  const tries = [
    (proof: string) => technician(`POST ${path}/transitions`, { to: 'onSite', proof }),
    (proof: string) => anonymous(`POST /api/public/work/${link.token}/moves`, { to: 'onSite', proof }),
  ]
  for (const arrive of tries) {
    for (let n = 0; n < 10; n++) {
      const { status, body } = await arrive(other.code)
      expect([status, body.error.code, body.error.details]).toEqual([422, 'PROOF_MISMATCH', { noun: 'otherLabel' }])
    }
    const slowed = await arrive(other.code)
    expect([slowed.status, slowed.body.error.code]).toEqual([429, 'TOO_MANY_REQUESTS'])
    expect(Number(slowed.headers['retry-after'])).toBeGreaterThan(0)
  }
  const { body: label } = await admin('/api/equipment/lift-1/label')
  const arrive = (proof: string) => admin(`POST ${path}/transitions`, { to: 'onSite', proof })
  for (let n = 0; n < 12; n++) {
    expect((await arrive(label.address)).status).toBe(200)
    await admin(`POST ${path}/transitions`, { to: 'waitingCustomer', reason: 'nobody there' })
  }
  expect((await arrive(other.code)).status).toBe(422)
})
