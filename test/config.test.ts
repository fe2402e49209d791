import { expect, test } from 'vitest'
import { readConfig } from '#config'
import { CodedError } from '#domain/errors.ts'

const problems = (env: Record<string, string>): string[] => {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof CodedError) return error.details as string[]
    throw error
  }
  return []
}

test('an empty environment gives the embedded defaults of the contract', () => {
  expect(readConfig({})).toEqual({
    dataDir: './data',
    host: '127.0.0.1',
    httpPort: 8080,
    mqttPort: 1883,
    spoolMaxMb: 2_048,
    retention: { rawDays: 90, rollupDays: 1_825 },
    logLevel: 'info',
    logPretty: false,
  })
})

test('each bad variable gets its own line, and secrets are not repeated', () => {
  const lines = problems({
    HTTP_PORT: 'http',
    MQTT_PORT: '70000',
    ADMIN_PASSWORD: 'short',
    MQTT_URL: 'localhost',
    INFLUX_VERSION: '3',
    LOG_LEVEL: 'loud',
    SPOOL_MAX_MB: '15',
  })
  expect(lines).toHaveLength(7)
  expect(lines).toContain('SPOOL_MAX_MB=15: must be a whole number of MiB from 16 to 1048576')
  expect(lines.join('\n')).toContain('HTTP_PORT=http: must be a whole number from 0 to 65535')
  expect(lines.join('\n')).not.toContain('short')
})

test('telemetry is left to workers only where they share a broker, a store and a database with the service', () => {
  const env = { TELEMETRY_WRITER: 'workers', MQTT_URL: 'mqtt://b', INFLUX_URL: 'http://i', INFLUX_VERSION: '1' }
  expect(problems({ TELEMETRY_WRITER: 'workers' })).toEqual([
    'MQTT_URL is needed with TELEMETRY_WRITER=workers',
    'INFLUX_URL is needed with TELEMETRY_WRITER=workers',
    'DATABASE_URL is needed with TELEMETRY_WRITER=workers',
  ])
  expect(problems({ TELEMETRY_WRITER: 'me' })).toEqual(['TELEMETRY_WRITER=me: must be service or workers'])
  const whole = { ...env, INFLUX_DATABASE: 't', DATABASE_URL: 'postgres://p/c' }
  expect(readConfig(whole)).toMatchObject({ storedByWorkers: true })
})

test.each([
  ['1', {}, ['INFLUX_DATABASE']],
  ['2', {}, ['INFLUX_TOKEN', 'INFLUX_ORG', 'INFLUX_BUCKET']],
  ['2', { INFLUX_TOKEN: 't', INFLUX_ORG: 'o' }, ['INFLUX_BUCKET']],
])('INFLUX_URL with version %s names what is missing', (version, given, missing) => {
  const lines = problems({ INFLUX_URL: 'http://127.0.0.1:8086', INFLUX_VERSION: version, ...given })
  expect(lines.map(line => line.split(' ')[0])).toEqual(missing)
})

test('an empty variable is an unset one, and unknown ones do not matter', () => {
  expect(readConfig({ MQTT_URL: '', PATH: '/bin' }).mqttUrl).toBeUndefined()
})

test('a complete InfluxDB 1 setting is handed on', () => {
  const config = readConfig({ INFLUX_URL: 'http://i:8086', INFLUX_VERSION: '1', INFLUX_DATABASE: 'telemetry' })
  expect(config.influx).toEqual({ url: 'http://i:8086', version: 1, database: 'telemetry' })
})

test('the TLS listener needs its port, certificate and key together', () => {
  const files = { MQTT_TLS_CERT: '/etc/cert.pem', MQTT_TLS_KEY: '/etc/key.pem' }
  expect(readConfig({ MQTT_TLS_PORT: '8883', ...files }).mqttTls).toEqual({
    port: 8883,
    certFile: '/etc/cert.pem',
    keyFile: '/etc/key.pem',
  })
  expect(problems({ MQTT_TLS_PORT: '8883', MQTT_TLS_CA: '/etc/ca.pem' })).toEqual([
    'MQTT_TLS_CERT is needed with the other MQTT_TLS_ variables',
    'MQTT_TLS_KEY is needed with the other MQTT_TLS_ variables',
  ])
  expect(readConfig({}).mqttTls).toBeUndefined()
})

test('rollups are kept at least as long as raw readings', () => {
  expect(readConfig({ RETENTION_DAYS: '30', ROLLUP_DAYS: '30' }).retention).toEqual({ rawDays: 30, rollupDays: 30 })
  expect(problems({ RETENTION_DAYS: '2000' })).toEqual(['ROLLUP_DAYS=1825: must not be less than RETENTION_DAYS=2000'])
  expect(problems({ RETENTION_DAYS: '0' })[0]).toBe('RETENTION_DAYS=0: must be a whole number of days from 1 to 36500')
})
