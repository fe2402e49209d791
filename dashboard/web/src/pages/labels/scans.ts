/** How long a label that was scanned counts as before somebody, and what is kept of it. */
const SCAN_MS = 10 * 60_000
const SCAN = 'caretaker.scan'
const JOBS = 'caretaker.jobs'

interface Scan {
  address: string
  /** Absent: a site's label. */
  equipment?: string
  at: number
}

/** A contractor's job that was opened in this browser. */
export interface Job {
  token: string
  equipment: string
  ticket: string
  until: number
}

function read<T>(key: string): T | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // Storage is full or forbidden: the label is scanned once more in the form.
  }
}

/** The phone's own camera opened a label's address: the form of arrival finds it again. */
export const rememberScan = (scan: Omit<Scan, 'at'>): void => keep(SCAN, { ...scan, at: Date.now() } satisfies Scan)

/** The address of the label that was scanned just now, if it is that of the equipment or of a site. */
export function recentScan(equipment: string): string | undefined {
  const scan = read<Scan>(SCAN)
  const fits = scan && Date.now() - scan.at < SCAN_MS && (scan.equipment ?? equipment) === equipment
  return fits ? scan.address : undefined
}

/** The jobs of this browser whose links have not run out. */
export const openJobs = (): Job[] => (read<Job[]>(JOBS) ?? []).filter(({ until }) => until > Date.now())

export const rememberJob = (job: Job): void =>
  keep(JOBS, [...openJobs().filter(({ token }) => token !== job.token), job])

export const forgetJob = (token: string): void =>
  keep(
    JOBS,
    openJobs().filter(job => job.token !== token),
  )
