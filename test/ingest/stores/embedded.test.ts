import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openTelemetryStore } from '../../../ingest/stores/openStore.ts'
import { describeTelemetryStore } from '../../contracts/telemetryStore.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'caretaker-embedded-'))
afterAll(() => rm(dataDir, { recursive: true, force: true }))

describeTelemetryStore('embedded', () => openTelemetryStore({ dataDir }))
