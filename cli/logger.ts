import { type Logger, pino } from 'pino'
import type { Config } from '#config'

/** JSON lines on standard output; `LOG_PRETTY=1` prints them for people. Secrets are never logged. */
export function makeLogger(config: Pick<Config, 'logLevel' | 'logPretty'>): Logger {
  const base = { level: config.logLevel, redact: ['password', '*.password', 'authorization', '*.authorization'] }
  return config.logPretty ? pino({ ...base, transport: { target: 'pino-pretty' } }) : pino(base)
}
