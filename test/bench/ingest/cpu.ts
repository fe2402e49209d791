import { readFileSync } from 'node:fs'

/** USER_HZ, which Linux fixes for what it shows in /proc. */
const TICKS_PER_SECOND = 100

/** CPU seconds that a process used until now, all its threads together (proc(5), fields 14 and 15 of `stat`). */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}
