import { type Static, Type } from 'typebox'
import { type Equipment, type ParamValue, PLATE_FIELDS, type PlateDifference, type PlateField } from './equipment.ts'
import { NAMEPLATE } from './equipmentParams.ts'
import { strict, Text } from './formFields.ts'

/** What a gateway says of a piece of its equipment in a birth; of the parameters only those of the name plate count. */
export type Plate = Pick<Equipment, 'id' | 'gateway' | 'class' | 'params'>

type Said = Pick<Equipment, 'class' | 'params'>

/** What is said of a field; undefined when nothing is. */
export function saidOf({ class: of, params }: Said, field: PlateField): string | undefined {
  const value = field === 'class' ? of : params[field]
  return typeof value === 'string' ? value : undefined
}

/** What a plate says that the file does not. */
export interface PlateNews {
  /** Nobody has entered these yet. */
  missing: Record<string, ParamValue>
  /** The file has something else; what was told already, and perhaps decided, is not news. */
  differs: Pick<PlateDifference, 'field' | 'said'>[]
  /** The file has the same again. */
  agrees: PlateField[]
}

/** @returns undefined when the plate says nothing new */
export function plateNews(known: Equipment, plate: Plate): PlateNews | undefined {
  const news: PlateNews = { missing: {}, differs: [], agrees: [] }
  for (const field of PLATE_FIELDS) {
    const [said, entered] = [saidOf(plate, field), saidOf(known, field)]
    const told = known.differs?.find(one => one.field === field)
    if (said === undefined) continue
    if (entered === undefined) news.missing[field] = said
    else if (entered === said) news.agrees.push(...(told ? [field] : []))
    else if (told?.said !== said) news.differs.push({ field, said })
  }
  const none = Object.keys(news.missing).length + news.differs.length + news.agrees.length === 0
  return none ? undefined : news
}

/**
 * A person decides about a difference: what the device says is entered, or what the file says stays. The class stays: what
 * is of another class is another piece of equipment.
 */
export const PlateDecision = Type.Union([
  strict({ decision: Type.Literal('accept'), field: Type.Enum([...NAMEPLATE]), said: Text(200) }),
  strict({ decision: Type.Literal('keep'), field: Type.Enum([...PLATE_FIELDS]), said: Text(200) }),
])
export type PlateDecision = Static<typeof PlateDecision>
