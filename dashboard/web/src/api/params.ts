import type { EquipmentClass } from '#domain/equipmentClass.ts'

/** The value of a parameter of a piece of equipment: its own, or else its class's default. */
export const paramReader =
  (entry: EquipmentClass | undefined, own: Readonly<Record<string, unknown>> | undefined) =>
  (name: string): unknown =>
    own?.[name] ?? entry?.params.find(p => p.name === name)?.default
