import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A disk of a few megabytes that can be full. */
export interface SmallDisk {
  dir: string
  resize(size: string): void
  remove(): void
}

/** Mounts a disk in memory; `size` as in `17m`. Undefined where the machine does not let us mount. */
export function smallDisk(size: string): SmallDisk | undefined {
  const dir = mkdtempSync(join(tmpdir(), 'caretaker-disk-'))
  try {
    execFileSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', dir], { stdio: 'ignore' })
  } catch {
    rmSync(dir, { recursive: true })
    return undefined
  }
  return {
    dir,
    resize: to => {
      execFileSync('/usr/bin/mount', ['-o', `remount,size=${to}`, dir])
    },
    remove: () => {
      execFileSync('/usr/bin/umount', ['--lazy', dir])
      rmSync(dir, { recursive: true })
    },
  }
}
