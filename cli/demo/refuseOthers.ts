import type { Config } from '#config'
import { lockDataDir } from '#database/dataDirLock.ts'
import { peekSites } from '#database/peekSites.ts'
import { CodedError } from '#domain/errors.ts'
import { ESTATE } from './estate.ts'

/**
 * Looks before the start whether the data are those of an earlier demo: a simulated estate does not belong among
 * real buildings, nor this run's passwords among real log-ins. What is there stays as it is, its schema too.
 * @throws CodedError DEMO_AMONG_OTHERS when sites are there and none is the demo's, DATA_DIR_IN_USE, RESTORE_UNFINISHED
 */
export async function refuseOthers({ dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>): Promise<void> {
  const lock = lockDataDir(dataDir)
  try {
    const sites = await peekSites({ dataDir, url: databaseUrl })
    if (sites.length === 0 || ESTATE.sites.some(({ id }) => sites.includes(id))) return
    const where = databaseUrl === undefined ? dataDir : 'the database of DATABASE_URL'
    const words = `${where} holds another service's data; give the demo an empty DATA_DIR, or none`
    throw new CodedError('DEMO_AMONG_OTHERS', { sites: sites.slice(0, 10) }, words)
  } finally {
    await lock.close()
  }
}
