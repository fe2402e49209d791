import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { SpoolItem } from '#domain/spool.ts'
import { LIVE_WINDOW_MS, MAX_BATCH, type MetricValue, Telemetry } from '#domain/telemetry.ts'
import { checkTime, type DecodeContext, type Found, findEquipment, rejection } from './decoded.ts'
import { Refused, schemaRefusal } from './refused.ts'
import { sortMetrics } from './sortMetrics.ts'

/** A telemetry object whose metrics are still to be looked at one by one. */
const Envelope = Type.Object({
  ts: Telemetry.properties.ts,
  session: Telemetry.properties.session,
  seq: Telemetry.properties.seq,
  metrics: Type.Record(Type.String(), Type.Unknown(), { minProperties: 1 }),
})
type Envelope = Static<typeof Envelope>
const envelope = Compile(Envelope)

/** The same for the same object however often it comes; undefined when the gateway does not count its messages. */
const markOf = ({ topic }: DecodeContext, { session, seq, ts }: Envelope): string | undefined =>
  session === undefined || seq === undefined
    ? undefined
    : `${topic.gateway}/${seq}/${topic.equipment}/${topic.kind}/${ts ?? ''}/${session}`

const MARK = /^([^/]+)\/(\d+)\/[^/]*\/[^/]*\/[^/]*\/(.*)$/s

/** Reads back whose message a mark is of, and its number. */
export function readMark(mark: string): { gateway: string; session: string; seq: number } | undefined {
  const [, gateway = '', seq, session = ''] = MARK.exec(mark) ?? []
  return seq === undefined ? undefined : { gateway, session, seq: Number(seq) }
}

/** One number a message, however many objects of it carry it. */
function noteNumber({ decoded: { numbers } }: DecodeContext, { session, seq }: Envelope): void {
  if (session === undefined || seq === undefined) return
  const last = numbers.at(-1)
  if (last?.seq !== seq || last.session !== session) numbers.push({ session, seq })
}

function toReading(context: DecodeContext, found: Found, ts: number, metrics: Record<string, MetricValue>): SpoolItem {
  const { topic, needs, message } = context
  const { id, site, class: code } = found.equipment
  const { gateway } = topic
  const old = needs.clock.kind === 'wall' && needs.clock.now() - ts > LIVE_WINDOW_MS
  const backfill = old || topic.kind === 'backfill'
  const { receivedAt } = message
  return { kind: 'reading', reading: { site, gateway, equipment: id, class: code, ts, receivedAt, metrics, backfill } }
}

function decodeObject(context: DecodeContext, found: Found, json: unknown, part: unknown): void {
  const { message, needs, decoded } = context
  if (!envelope.Check(json)) throw schemaRefusal(envelope.Errors(json))
  const mark = markOf(context, json)
  if (mark !== undefined && needs.seen(mark)) {
    decoded.duplicates += 1
    return
  }
  if (mark !== undefined) decoded.marks.push(mark)
  noteNumber(context, json)
  const { ts = message.receivedAt } = json
  checkTime(ts, message.receivedAt)
  const { good, refused } = sortMetrics(found.entry, json.metrics)
  for (const { reason, detail } of refused) decoded.rejections.push(rejection(message, reason, detail, part))
  if (Object.keys(good).length > 0) decoded.items.push(toReading(context, found, ts, good))
}

/** One of a list: what is wrong in it does not take the others with it. */
function decodePart(context: DecodeContext, found: Found, part: unknown): void {
  try {
    decodeObject(context, found, part, part)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    context.decoded.rejections.push(rejection(context.message, error.reason, error.message, part))
  }
}

/** `telemetry` and `backfill`: an object or a list of them. @throws Refused */
export function decodeTelemetry(context: DecodeContext, json: unknown): void {
  const found = findEquipment(context)
  if (!Array.isArray(json)) {
    decodeObject(context, found, json, undefined)
    return
  }
  if (json.length === 0 || json.length > MAX_BATCH)
    throw new Refused('SCHEMA_INVALID', `A list holds 1 to ${MAX_BATCH} objects, not ${json.length}`)
  for (const part of json) decodePart(context, found, part)
}
