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
  })
  expect(lines).toHaveLength(6)
  expect(lines.join('\n')).toContain('HTTP_PORT=http: must be a whole number from 0 to 65535')
  expect(lines.join('\n')).not.toContain('short')
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
