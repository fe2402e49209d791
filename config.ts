import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { CodedError } from '#domain/errors.ts'
import type { Retention } from '#domain/telemetryStore.ts'
import type { InfluxSettings } from '#ingest'

const Port = Type.Integer({ minimum: 0, maximum: 65_535 })
const Text = Type.String({ minLength: 1 })
const days = (preset: number) =>
  Type.Integer({
    minimum: 1,
    maximum: 36_500,
    default: preset,
    description: 'a whole number of days from 1 to 36500',
  })
const address = (...schemes: string[]) =>
  Type.String({ pattern: `^(${schemes.join('|')})://[^\\s/]+`, description: schemes.map(s => `${s}://…`).join(' or ') })

/** Every environment variable the service reads (contract.md §4). */
export const Environment = Type.Object({
  DATA_DIR: Type.String({ minLength: 1, default: './data', description: 'Where the embedded parts keep everything' }),
  HTTP_PORT: Type.Integer({ ...Port, default: 8080, description: 'Dashboard and API; 0 takes a free port' }),
  MQTT_PORT: Type.Integer({ ...Port, default: 1883, description: 'Embedded broker; 0 takes a free port' }),
  HOST: Type.String({ minLength: 1, default: '127.0.0.1', description: 'Address to listen on' }),
  ADMIN_PASSWORD: Type.Optional(Type.String({ minLength: 8, description: 'Password of the administrator `admin`' })),
  MQTT_URL: Type.Optional(address('mqtts?', 'wss?', 'tcp', 'tls')),
  MQTT_TLS_PORT: Type.Optional(Type.Integer({ ...Port, description: 'MQTT over TLS; 0 takes a free port' })),
  MQTT_TLS_CERT: Type.Optional(Text),
  MQTT_TLS_KEY: Type.Optional(Text),
  MQTT_TLS_CA: Type.Optional(Text),
  INFLUX_URL: Type.Optional(address('https?')),
  INFLUX_VERSION: Type.Union([Type.Literal(1), Type.Literal(2)], { default: 2, description: '1 or 2' }),
  INFLUX_TOKEN: Type.Optional(Text),
  INFLUX_ORG: Type.Optional(Text),
  INFLUX_BUCKET: Type.Optional(Text),
  INFLUX_DATABASE: Type.Optional(Text),
  INFLUX_USERNAME: Type.Optional(Text),
  INFLUX_PASSWORD: Type.Optional(Text),
  DATABASE_URL: Type.Optional(address('postgres', 'postgresql')),
  TELEMETRY_WRITER: Type.Union([Type.Literal('service'), Type.Literal('workers')], {
    default: 'service',
    description: 'service or workers',
  }),
  WEBHOOK_ALLOW: Type.Optional(
    Type.String({
      pattern: '^[\\w.:/-]+(\\s*,\\s*[\\w.:/-]+)*$',
      description: 'host names, addresses and networks such as 10.1.0.0/16, with commas in between',
    }),
  ),
  PUBLIC_URL: Type.Optional(address('https?')),
  SPOOL_MAX_MB: Type.Integer({
    minimum: 16,
    maximum: 1_048_576,
    default: 2_048,
    description: 'a whole number of MiB from 16 to 1048576',
  }),
  RETENTION_DAYS: days(90),
  ROLLUP_DAYS: days(1_825),
  LOG_LEVEL: Type.Union(
    ['debug', 'info', 'warn', 'error', 'silent'].map(level => Type.Literal(level)),
    { default: 'info', description: 'debug, info, warn, error or silent' },
  ),
  LOG_PRETTY: Type.Union([Type.Literal(0), Type.Literal(1)], { default: 0, description: '1 prints logs for people' }),
})

/** The TLS listener of the embedded broker; the files are PEM. */
export interface MqttTlsConfig {
  port: number
  certFile: string
  keyFile: string
  caFile?: string
}

/** The configuration as the composition root uses it. */
export interface Config {
  dataDir: string
  host: string
  httpPort: number
  mqttPort: number
  /** Most that the spool may hold, in MiB; the default is 2,048. */
  spoolMaxMb?: number
  /** How long telemetry is kept; without it nothing is rolled up or removed. */
  retention?: Retention
  logLevel: string
  logPretty: boolean
  adminPassword?: string
  mqttUrl?: string
  mqttTls?: MqttTlsConfig
  databaseUrl?: string
  influx?: InfluxSettings
  /** Where webhooks may go besides public addresses. */
  webhookAllow?: string[]
  /** Where residents reach the pages; links in messages begin with it. */
  publicUrl?: string
  /** `caretaker ingest` processes store the telemetry, the service does not. */
  storedByWorkers?: boolean
}

type Env = Readonly<Record<string, string | undefined>>

/** What is needed besides INFLUX_URL to speak to that version. */
const INFLUX_NEEDS = { 1: ['INFLUX_DATABASE'], 2: ['INFLUX_TOKEN', 'INFLUX_ORG', 'INFLUX_BUCKET'] } as const

function influxProblems(env: Static<typeof Environment>): string[] {
  if (env.INFLUX_URL === undefined) return []
  return INFLUX_NEEDS[env.INFLUX_VERSION]
    .filter(name => env[name] === undefined)
    .map(name => `${name} is needed with INFLUX_URL and INFLUX_VERSION=${env.INFLUX_VERSION}`)
}

/** What the service and its workers must have in common. */
function sharedProblems(env: Static<typeof Environment>): string[] {
  if (env.TELEMETRY_WRITER === 'service') return []
  return (['MQTT_URL', 'INFLUX_URL', 'DATABASE_URL'] as const)
    .filter(name => env[name] === undefined)
    .map(name => `${name} is needed with TELEMETRY_WRITER=workers`)
}

const TLS_NAMES = ['MQTT_TLS_PORT', 'MQTT_TLS_CERT', 'MQTT_TLS_KEY'] as const

/** Port, certificate and key come together; the authority of client certificates only with them. */
function tlsProblems(env: Static<typeof Environment>): string[] {
  const missing = TLS_NAMES.filter(name => env[name] === undefined)
  const asked = missing.length < TLS_NAMES.length || env.MQTT_TLS_CA !== undefined
  return asked ? missing.map(name => `${name} is needed with the other MQTT_TLS_ variables`) : []
}

function retentionProblems({ RETENTION_DAYS, ROLLUP_DAYS }: Static<typeof Environment>): string[] {
  if (ROLLUP_DAYS >= RETENTION_DAYS) return []
  return [`ROLLUP_DAYS=${ROLLUP_DAYS}: must not be less than RETENTION_DAYS=${RETENTION_DAYS}`]
}

function explain(name: string, given: unknown): string {
  const schema = Environment.properties[name as keyof typeof Environment.properties] as
    | { description?: string }
    | undefined
  const secret = /PASSWORD|TOKEN/.test(name)
  const limits = name.endsWith('_PORT') ? 'a whole number from 0 to 65535' : (schema?.description ?? 'a non-empty text')
  return `${name}${secret ? '' : `=${String(given)}`}: must be ${limits}`
}

/** One line a variable: checked one by one, because the whole schema stops counting at its first few errors. */
function problemsOf(env: Record<string, unknown>): string[] {
  return Object.entries(Environment.properties)
    .filter(([name, schema]) => env[name] !== undefined && !Value.Check(schema, env[name]))
    .map(([name]) => explain(name, env[name]))
}

/** An empty variable counts as an unset one. */
const setOnly = (env: Env) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))

function checked(env: Env): Static<typeof Environment> {
  const given = setOnly(env)
  const value = Value.Convert(Environment, Value.Default(Environment, Value.Clean(Environment, given)))
  const problems = Value.Check(Environment, value)
    ? [influxProblems, sharedProblems, tlsProblems, retentionProblems].flatMap(find => find(value))
    : problemsOf(value as Record<string, unknown>)
  if (problems.length > 0) throw new CodedError('CONFIG_INVALID', problems, problems.join('\n'))
  return value as Static<typeof Environment>
}

const only = <T extends object>(object: T) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }

/**
 * Reads the configuration from the environment; nothing else in the product does.
 * @param defaults used where the environment is silent, before the contract's defaults
 * @throws CodedError CONFIG_INVALID with one line for each bad variable
 */
export function readConfig(env: Env = process.env, defaults: Env = {}): Config {
  const e = checked({ ...defaults, ...setOnly(env) })
  const influx = e.INFLUX_URL && {
    url: e.INFLUX_URL,
    version: e.INFLUX_VERSION,
    token: e.INFLUX_TOKEN,
    org: e.INFLUX_ORG,
    bucket: e.INFLUX_BUCKET,
    database: e.INFLUX_DATABASE,
    username: e.INFLUX_USERNAME,
    password: e.INFLUX_PASSWORD,
  }
  const mqttTls = e.MQTT_TLS_PORT !== undefined && {
    port: e.MQTT_TLS_PORT,
    certFile: e.MQTT_TLS_CERT,
    keyFile: e.MQTT_TLS_KEY,
    caFile: e.MQTT_TLS_CA,
  }
  return only({
    dataDir: e.DATA_DIR,
    host: e.HOST,
    httpPort: e.HTTP_PORT,
    mqttPort: e.MQTT_PORT,
    spoolMaxMb: e.SPOOL_MAX_MB,
    publicUrl: e.PUBLIC_URL?.replace(/\/+$/, ''),
    webhookAllow: e.WEBHOOK_ALLOW?.split(',').map(entry => entry.trim()),
    retention: { rawDays: e.RETENTION_DAYS, rollupDays: e.ROLLUP_DAYS },
    logLevel: e.LOG_LEVEL,
    logPretty: e.LOG_PRETTY === 1,
    adminPassword: e.ADMIN_PASSWORD,
    mqttUrl: e.MQTT_URL,
    mqttTls: mqttTls ? only(mqttTls) : undefined,
    databaseUrl: e.DATABASE_URL,
    influx: influx ? only(influx) : undefined,
    storedByWorkers: e.TELEMETRY_WRITER === 'workers' || undefined,
  }) as Config
}
