import { readFileSync } from 'node:fs'
import { CodedError } from '#domain/errors.ts'
import type { GatewayLogin, SimulatedEquipment } from '#simulators'
import { ESTATE } from '../demo/estate.ts'
import { type GatewayOptions, gatewayLogin } from '../gatewayOptions.ts'

/** What each scene holds; `estate` is the demo's whole estate. */
export const SCENES: Readonly<Record<string, readonly SimulatedEquipment[]>> = {
  lift: [{ id: 'lift-1', class: 'elevator' }],
  fire: [
    { id: 'fire-pump-1', class: 'fire-pump' },
    { id: 'hydrant-1', class: 'hydrant-point' },
    { id: 'sprinkler-1', class: 'sprinkler-zone' },
  ],
  feeder: [
    { id: 'feeder-1', class: 'feeder-circuit' },
    { id: 'rcm-1', class: 'residual-current-monitor' },
    { id: 'transformer-1', class: 'transformer' },
  ],
}

export type Placed = SimulatedEquipment & { gateway: string }

export interface SceneOptions extends GatewayOptions {
  equipment?: string[]
  /** Seconds; samples at least this often. */
  sample?: number
  /** File with the passwords of the estate's gateways. */
  passwords?: string
}

interface Scene {
  gateways: GatewayLogin[]
  equipment: Placed[]
}

/** `--equipment ID` where the scene has one piece, `--equipment CLASS=ID` where it has more. */
function rename(scene: readonly SimulatedEquipment[], names: readonly string[]): SimulatedEquipment[] {
  const wanted = new Map(
    names.map(name => {
      const [kind = '', id] = name.split('=')
      return id === undefined ? [scene.length === 1 ? scene[0]?.class : undefined, kind] : [kind, id]
    }),
  )
  for (const kind of wanted.keys())
    if (!scene.some(e => e.class === kind))
      throw new CodedError(
        'BAD_REQUEST',
        undefined,
        `--equipment: say CLASS=ID with a class of ${scene.map(e => e.class).join(', ')}`,
      )
  return scene.map(e => ({ ...e, id: wanted.get(e.class) ?? e.id }))
}

function readPasswords(file: string | undefined): Record<string, string> {
  if (file === undefined)
    throw new CodedError(
      'BAD_REQUEST',
      undefined,
      'The estate has many gateways: give --passwords FILE with {"gateway": "password", …}',
    )
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new CodedError('BAD_REQUEST', { file }, `--passwords: ${(error as Error).message}`)
  }
}

function placeEstate(passwords: Record<string, string>): Scene {
  const gateways = ESTATE.gateways.map(({ id, site }) => {
    const password = passwords[id]
    if (password === undefined)
      throw new CodedError('BAD_REQUEST', { gateway: id }, `--passwords: there is none for ${id}`)
    return { id, site, password }
  })
  return { gateways, equipment: [...ESTATE.equipment] }
}

/** The gateways and equipment of a scene. @throws CodedError BAD_REQUEST */
export function placeScene(scene: string, options: SceneOptions): Scene {
  if (scene === 'estate') return placeEstate(readPasswords(options.passwords))
  const login = gatewayLogin(options)
  const { sample: sampleS } = options
  const equipment = rename(SCENES[scene] ?? [], options.equipment ?? [])
  return {
    gateways: [login],
    equipment: equipment.map(e => ({ ...e, gateway: login.id, ...(sampleS && { sampleS }) })),
  }
}
