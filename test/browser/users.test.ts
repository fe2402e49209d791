import { expect, test } from 'vitest'
import { openAs } from '../helpers/logIn.ts'
import { ADMIN_PASSWORD, startTestService } from '../helpers/service.ts'

test('an administrator lets a technician in, changes what they may do and ends their access; never the own', async () => {
  const service = await startTestService()
  await service.api('POST /technicians', { id: 'chen', name: '陈师傅', skills: ['SK-ELV-T'] })
  const { page, problems } = await openAs(service, 'admin', ADMIN_PASSWORD, '/admin')
  const panel = page.locator('section', { has: page.getByRole('heading', { name: 'Accounts' }) })
  await panel.locator('[data-user=admin]').getByRole('button', { name: 'New password' }).waitFor()
  expect(await panel.locator('[data-user=admin]').getByRole('button').count()).toBe(1)

  await panel.getByRole('button', { name: 'Add' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: /^Technician/ }).selectOption('chen')
  await dialog.getByLabel('Password').fill('a-long-password')
  await dialog.getByRole('button', { name: 'Save' }).click()
  const row = panel.locator('[data-user=chen]')
  await row.getByText('technician', { exact: true }).waitFor()
  const chen = await openAs(service, 'chen', 'a-long-password', '/tickets')
  await chen.page.getByRole('button', { name: 'Mine', pressed: true }).waitFor()

  await row.getByRole('button', { name: 'Change' }).click()
  await dialog.getByRole('combobox', { name: /^Role/ }).selectOption('viewer')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await row.getByText('viewer', { exact: true }).waitFor()
  page.once('dialog', asked => void asked.accept())
  await row.getByRole('button', { name: 'Remove' }).click()
  await row.waitFor({ state: 'detached' })
  await chen.page.reload()
  await chen.page.getByLabel('User name').waitFor()
  expect(problems).toEqual([])
})
