import { describe, expect, test } from 'vitest'
import { silentLog } from '#domain/log.ts'
import { createGroupCommit, type GroupLimits } from '../../../ingest/spool/groupCommit.ts'

const limits: GroupLimits = { windowMs: 1, groupSize: 3, waitingBytes: 100, retryMs: [1, 2] }

function disk(overrides: Partial<GroupLimits> = {}) {
  const commits: number[][] = []
  const state = { full: false, attempts: 0 }
  const fsync: { later(): Promise<void>; now(): void } = { later: async () => undefined, now: () => undefined }
  const group = createGroupCommit<number>({
    write: entries => {
      state.attempts += 1
      if (state.full) throw new Error('no space left on device')
      commits.push([...entries])
      return () => undefined
    },
    sync: { later: () => fsync.later(), now: () => fsync.now() },
    sizeOf: () => 10,
    limits: { ...limits, ...overrides },
    log: silentLog,
  })
  return { group, commits, state, fsync }
}

describe('group commit', () => {
  test('what arrives together is committed together, in order, in groups of at most so many', async () => {
    const { group, commits } = disk()
    await Promise.all([1, 2, 3, 4, 5, 6, 7].map(group.add))
    expect(commits).toEqual([[1, 2, 3], [4, 5, 6], [7]])
  })

  test('nobody is told before the commit, and everybody in order', async () => {
    const { group, commits } = disk()
    const told: number[] = []
    const all = [1, 2, 3, 4].map(n =>
      group.add(n).then(() => {
        expect(commits.flat()).toContain(n)
        told.push(n)
      }),
    )
    await new Promise(setImmediate)
    expect(told).toEqual([])
    await Promise.all(all)
    expect(told).toEqual([1, 2, 3, 4])
  })

  test('while the disk is full nobody is told; when there is room again all are, in order', async () => {
    const { group, commits, state } = disk()
    state.full = true
    let told = false
    const first = group.add(1).then(() => {
      told = true
    })
    await expect.poll(() => state.attempts).toBeGreaterThan(2)
    const second = group.add(2)
    expect(told).toBe(false)
    state.full = false
    await Promise.all([first, second])
    expect(commits).toEqual([[1, 2]])
  })

  test('nobody is told before the fsync, and what arrives during it makes the next group', async () => {
    const { group, commits, fsync } = disk()
    const fsyncs: PromiseWithResolvers<void>[] = []
    fsync.later = () => {
      const one = Promise.withResolvers<void>()
      fsyncs.push(one)
      return one.promise
    }
    const told: number[] = []
    const add = (n: number) => group.add(n).then(() => told.push(n))
    const all = [add(1)]
    await expect.poll(() => fsyncs.length).toBe(1)
    all.push(add(2), add(3), add(4))
    await new Promise(resolve => setTimeout(resolve, 5 * limits.windowMs))
    expect(commits).toEqual([[1]])
    expect(told).toEqual([])
    fsyncs[0]?.resolve()
    await expect.poll(() => fsyncs.length).toBe(2)
    expect(told).toEqual([1])
    expect(commits).toEqual([[1], [2, 3, 4]])
    fsyncs[1]?.resolve()
    await Promise.all(all)
  })

  test('after an fsync that failed the group is not written twice, and told when the next one succeeds', async () => {
    const { group, commits, fsync } = disk()
    let fsyncs = 0
    fsync.later = async () => {
      fsyncs += 1
      if (fsyncs < 3) throw new Error('input/output error')
    }
    await group.add(1)
    expect(fsyncs).toBe(3)
    expect(commits).toEqual([[1]])
  })

  test('when too much waits, new entries are refused and the waiting ones kept', async () => {
    const { group, commits, state } = disk({ waitingBytes: 20 })
    state.full = true
    const kept = [group.add(1), group.add(2)]
    await expect(group.add(3)).rejects.toMatchObject({ code: 'SPOOL_UNAVAILABLE' })
    state.full = false
    await Promise.all(kept)
    expect(commits).toEqual([[1, 2]])
  })

  test('close commits what waits; what cannot be committed is refused', async () => {
    const good = disk({ windowMs: 10_000 })
    const kept = good.group.add(1)
    good.group.close()
    await kept
    expect(good.commits).toEqual([[1]])
    await expect(good.group.add(2)).rejects.toMatchObject({ code: 'SPOOL_UNAVAILABLE' })

    const bad = disk({ windowMs: 10_000 })
    bad.state.full = true
    const lost = bad.group.add(1)
    bad.group.close()
    await expect(lost).rejects.toMatchObject({ code: 'SPOOL_UNAVAILABLE' })

    const broken = disk({ windowMs: 10_000 })
    broken.fsync.now = () => {
      throw new Error('input/output error')
    }
    const unsure = broken.group.add(1)
    broken.group.close()
    await expect(unsure).rejects.toMatchObject({ code: 'SPOOL_UNAVAILABLE' })
  })
})
