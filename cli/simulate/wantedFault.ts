import { InvalidArgumentError } from 'commander'
import { CodedError } from '#domain/errors.ts'
import { NAMED_FAULTS, type ScheduledFault } from '#simulators'
import { parseDuration } from '../duration.ts'
import type { Placed } from './scenes.ts'

/** A fault as the command line names it: without equipment, the first piece that can have it gets it. */
export type WantedFault = Omit<ScheduledFault, 'equipment' | 'everyS'> & { equipment?: string }

/** Reads one `[EQUIPMENT:]NAME[@AFTER][+FOR]` more. @throws InvalidArgumentError */
export function parseFault(text: string, before: WantedFault[] = []): WantedFault[] {
  const [, equipment, fault, at, duration] =
    /^(?:([a-z0-9-]+):)?([a-z-]+)(?:@([\d.]+[smhd]?))?(?:\+([\d.]+[smhd]?))?$/.exec(text) ?? []
  if (!fault)
    throw new InvalidArgumentError(`"${text}" is not [EQUIPMENT:]NAME[@AFTER][+FOR], such as door-stuck@30s+5m.`)
  const wanted: WantedFault = { fault, atS: at ? parseDuration(at) : 0 }
  return [...before, { ...wanted, ...(equipment && { equipment }), ...(duration && { forS: parseDuration(duration) }) }]
}

/** A fault goes to the equipment named, or to the first one whose class has it. */
export function assignFault({ equipment, ...wanted }: WantedFault, all: readonly Placed[]): ScheduledFault {
  if (equipment !== undefined) return { ...wanted, equipment }
  const classes = NAMED_FAULTS.filter(f => f.name === wanted.fault).map(f => f.class)
  const found = all.find(e => classes.includes(e.class))
  if (found) return { ...wanted, equipment: found.id }
  throw new CodedError(
    'BAD_REQUEST',
    { fault: wanted.fault },
    `Nothing here has the fault "${wanted.fault}"; see --list`,
  )
}
