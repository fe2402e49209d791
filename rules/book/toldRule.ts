import { FaultRule } from '#domain/equipmentClass.ts'

const FIELDS = Object.keys(FaultRule.properties) as (keyof FaultRule)[]

/** A rule as it is told: what the catalogue's files say beside it (sources, how sure its numbers are) stays there. */
export const toldRule = (rule: FaultRule): FaultRule =>
  Object.fromEntries(FIELDS.flatMap(key => (rule[key] === undefined ? [] : [[key, rule[key]]]))) as FaultRule
