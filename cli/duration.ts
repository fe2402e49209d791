import { InvalidArgumentError } from 'commander'

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** Reads `30s`, `5m`, `2h` or `1d`; a bare number is seconds. @throws InvalidArgumentError */
export function parseDuration(text: string): number {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd])?$/.exec(text.trim()) ?? []
  if (number === undefined) throw new InvalidArgumentError(`"${text}" is not a duration such as 30s, 5m, 2h or 1d.`)
  return Number(number) * (SECONDS[unit] ?? 1)
}
