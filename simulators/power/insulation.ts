/** Catalogue DM-INSUL: what leaks through a feeder's ageing insulation. Resistance in MΩ, age in days, current in mA. */
const NEW_MOHM = 0.02
const AGEING_DAYS = 500
const PER_HUMIDITY_PERCENT = 0.02
const DRY_UP_TO_PERCENT = 60
const VOLTS = 220

export function leakage(ageDays: number, humidity: number, capacitive: number): number {
  const wet = Math.max(0, humidity - DRY_UP_TO_PERCENT)
  const megohm = NEW_MOHM * Math.exp(-ageDays / AGEING_DAYS) * Math.exp(-PER_HUMIDITY_PERCENT * wet)
  return Math.hypot(capacitive, VOLTS / (megohm * 1000))
}
