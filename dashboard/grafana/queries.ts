import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog'

type Body = { refId: string; datasource: { type: string; uid: string } } & Record<string, unknown>

/** The Foundation SDK has no builder for InfluxDB or PostgreSQL queries; this one passes the body through. */
class RawQuery implements Builder<Dataquery> {
  readonly #body: Body
  constructor(body: Body) {
    this.#body = body
  }
  build(): Dataquery {
    return { ...this.#body, _implementsDataqueryVariant: () => undefined } as unknown as Dataquery
  }
}

/** A query in InfluxQL against the telemetry. */
export const influxql = (refId: string, query: string, alias = ''): Builder<Dataquery> =>
  new RawQuery({
    refId,
    datasource: { type: 'influxdb', uid: 'telemetry' },
    query,
    rawQuery: true,
    resultFormat: 'time_series',
    alias,
  })

/** A query in SQL against the operations database. */
export const sql = (refId: string, rawSql: string): Builder<Dataquery> =>
  new RawQuery({
    refId,
    datasource: { type: 'grafana-postgresql-datasource', uid: 'operations' },
    rawSql,
    rawQuery: true,
    editorMode: 'code',
    format: 'table',
  })
