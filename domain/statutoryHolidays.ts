import { type Static, Type } from 'typebox'
import { Text } from './formFields.ts'
import { addDays } from './zonedTime.ts'

const MonthDay = Type.String({ pattern: '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' })
const MOVABLE = ['spring', 'qingming', 'dragonBoat', 'midAutumn'] as const
const named = { name: Text(60), name_zh: Text(60) }

/** The days off that everybody has by law, on fixed days or on days that move with the moon and the sun. */
export const StatutoryHolidays = Type.Object({
  source: Text(500),
  movableSource: Text(500),
  fromYear: Type.Integer(),
  holidays: Type.Array(
    Type.Union([
      Type.Object({ ...named, days: Type.Array(MonthDay, { minItems: 1 }) }),
      Type.Object({
        ...named,
        movable: Type.Enum([...MOVABLE]),
        firstDay: Type.Integer({ description: 'How many days after the day itself it begins' }),
        count: Type.Integer({ minimum: 1 }),
      }),
    ]),
  ),
  /** Year by year: 正月初一, 清明, 五月初五, 八月十五. */
  movable: Type.Record(
    Type.String({ pattern: '^[0-9]{4}$' }),
    Type.Object(
      Object.fromEntries(MOVABLE.map(key => [key, MonthDay])) as Record<(typeof MOVABLE)[number], typeof MonthDay>,
    ),
  ),
})
export type StatutoryHolidays = Static<typeof StatutoryHolidays>

/** A day off by law, ISO date. */
export interface StatutoryDay {
  date: string
  name: string
  name_zh: string
}

/** The days off of a year by law, one that two holidays share twice; undefined where the law or the moon is not known. */
export function statutoryDays(
  { holidays, movable, fromYear }: StatutoryHolidays,
  year: number,
): StatutoryDay[] | undefined {
  const moving = movable[String(year)]
  if (year < fromYear || !moving) return undefined
  return holidays.flatMap(({ name, name_zh, ...when }) => {
    const dates =
      'days' in when
        ? when.days.map(day => `${year}-${day}`)
        : Array.from({ length: when.count }, (_, i) => addDays(`${year}-${moving[when.movable]}`, when.firstDay + i))
    return dates.map(date => ({ date, name, name_zh }))
  })
}
