import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MetricValue } from '#domain/telemetry.ts'
import { encodeLine, encodeLines } from '../../../ingest/stores/lineProtocol.ts'
import { reading, T0 } from '../../contracts/telemetryStore.ts'

interface ParsedLine {
  measurement: string
  tags: Record<string, string>
  fields: Record<string, number>
  ts: number
}

/** Splits at `separator` where no backslash stands before it, as InfluxDB 1.x does. */
function splitUnescaped(text: string, separator: string): string[] {
  return text.split(new RegExp(`(?<!\\\\)${separator}`))
}

const unescaped = (text: string): string => text.replace(/\\([,= ])/g, '$1')

/** Line protocol read by its rules: measurement,tags fields time. */
function parseLine(line: string): ParsedLine {
  const [key = '', fieldSet = '', ts = '', ...rest] = splitUnescaped(line, ' ')
  if (rest.length > 0) throw new Error(`more than three parts: ${line}`)
  const [measurement = '', ...tagSet] = splitUnescaped(key, ',')
  const pairs = (parts: string[]) => parts.map(part => splitUnescaped(part, '=').map(unescaped) as [string, string])
  return {
    measurement: unescaped(measurement),
    tags: Object.fromEntries(pairs(tagSet)),
    fields: Object.fromEntries(
      pairs(splitUnescaped(fieldSet, ',')).map(([name, value]) => [name, value === '' ? Number.NaN : Number(value)]),
    ),
    ts: Number(ts),
  }
}

const id = fc.stringMatching(/^[a-z0-9-]{1,64}$/)
const metric = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,40}$/)
/** Text heavy in what line protocol gives a meaning to. */
const nasty = fc.string({
  unit: fc.constantFrom('a', ',', ' ', '=', '"', "'", '\\', '\n', '\r', '\0', '\t', '#', '电', '🛗', '{', ';'),
  maxLength: 12,
})
const CANNOT_CARRY = /[\p{Cc}\\]/u
const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
const value: fc.Arbitrary<MetricValue> = fc.oneof(finite, fc.boolean(), fc.constant(null))

describe('line protocol', () => {
  it('carries every reading with names of the contract', () => {
    fc.assert(
      fc.property(
        id,
        id,
        id,
        fc.dictionary(metric, value),
        fc.nat({ max: 4e12 }),
        (site, equipment, of, metrics, ts) => {
          const kept = Object.entries(metrics).filter(([, one]) => one !== null)
          const line = encodeLine(reading(metrics, { site, equipment, class: of, ts }))
          if (kept.length === 0) {
            expect(line).toBeUndefined()
            return
          }
          expect(parseLine(line ?? '')).toEqual({
            measurement: of,
            tags: { site, equipment },
            fields: Object.fromEntries(kept.map(([name, one]) => [aside(name), Number(one) + 0])),
            ts,
          })
        },
      ),
    )
  })

  it('escapes tags so that they come back as they were, or refuses them', () => {
    fc.assert(
      fc.property(nasty, nasty, (site, equipment) => {
        const encode = () => encodeLine(reading({ level: 1 }, { site, equipment }))
        if ([site, equipment].some(text => text === '' || CANNOT_CARRY.test(text)))
          expect(encode).toThrow('cannot be stored')
        else
          expect(parseLine(encode() ?? '')).toMatchObject({ tags: { site, equipment }, fields: { level: 1 }, ts: T0 })
      }),
      { numRuns: 500 },
    )
  })

  it('makes no second line, whatever a reading holds', () => {
    fc.assert(
      fc.property(
        nasty,
        nasty,
        fc.oneof(nasty, id),
        fc.oneof(nasty, metric),
        fc.double(),
        (site, equipment, of, name, one) => {
          let line: string | undefined
          try {
            line = encodeLine(reading({ [name]: one }, { site, equipment, class: of }))
          } catch (error) {
            expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', failure: 'refused' })
            return
          }
          expect(line).not.toMatch(/[\n\r\0]/)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('writes one line a reading and none for a reading of nulls', async () => {
    const body = await encodeLines([
      reading({ pressure: 1.5, running: true, alarm: false, flow: null }),
      reading({ flow: null }),
      reading({ pressure: 1e21 }, { ts: 5 }),
    ])
    expect(body).toBe(
      `fire-pump,equipment=pump-1,site=tower-a pressure=1.5,running=1,alarm=0 ${T0}\n` +
        'fire-pump,equipment=pump-1,site=tower-a pressure=1e+21 5\n',
    )
    expect(await encodeLines([])).toBe('')
  })

  it('keeps the order of a batch that takes several turns', async () => {
    const times = Array.from({ length: 3500 }, (_, i) => T0 + i)
    const body = await encodeLines(times.map(ts => reading({ pressure: 1 }, { ts })))
    expect(
      body
        .trimEnd()
        .split('\n')
        .map(line => parseLine(line).ts),
    ).toEqual(times)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuses %s', one => {
    expect(() => encodeLine(reading({ level: one }))).toThrow(`cannot be stored: level=${one}`)
  })
})

/** A metric named like a tag or like InfluxDB's time column goes into a field with one more `_`. */
const aside = (name: string): string => (/^(time|site|equipment)_*$/.test(name) ? `${name}_` : name)
