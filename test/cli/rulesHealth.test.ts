import { expect, onTestFinished, test, vi } from 'vitest'
import { rulesHealthCommand } from '../../cli/rules/health.ts'
import { startTestDashboard } from '../helpers/dashboard.ts'
import { DISPATCHER, ended, moveThrough, onlyTicket, transition } from '../helpers/maintenance.ts'

/** Runs the command in this process. @returns what it printed */
async function run(...args: string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  onTestFinished(() => write.mockRestore())
  await rulesHealthCommand().parseAsync(args, { from: 'user' })
  const out = write.mock.calls.map(call => String(call[0])).join('')
  write.mockRestore()
  return out
}

test('rules health: precision with its interval and the budget of what has worked, all of them on demand', async () => {
  const { admin, listen, maintenance } = await startTestDashboard()
  const fired = transition('f-1', 'lift-1', 'ELV-MOTOR-HOT')
  await maintenance.handle([fired, ended(fired)])
  const { id } = await onlyTicket(maintenance)
  await admin('POST /api/technicians', { id: 'zhang', name: '张师傅', skills: ['SK-ELV-T'] })
  await moveThrough(maintenance, id, ['dispatched', 'onSite'])
  const repair = { cause: 'environment', action: 'none', outcome: 'sensor' as const }
  await maintenance.tickets.move(id, { to: 'repaired', repair }, DISPATCHER)
  await moveThrough(maintenance, id, ['verified', 'handedOver', 'surveyed', 'followedUp', 'closed'])

  const { token } = (await admin('POST /api/tokens', { name: 'cli' })).body
  const asked = ['--url', await listen(), '--token', token]
  expect(await run(...asked)).toMatch(/^ELV-MOTOR-HOT {2}0 of 1 tickets genuine: 0 % \(0 % to 79 %\); .*\n$/)
  expect(JSON.parse(await run('--json', '--all', ...asked)).length).toBeGreaterThan(200)
  expect(JSON.parse(await run('--json', '--all', '--class', 'elevator', ...asked))).toHaveLength(17)
  await expect(run('--url', await listen(), '--token', 'wrong')).rejects.toMatchObject({
    message: expect.stringContaining('UNAUTHENTICATED'),
  })
})
