import { Command } from 'commander'
import { readConfig } from '#config'
import { restoreBackup } from './backup/restoreBackup.ts'

const EPILOG = `
DATA_DIR has to be empty, and with DATABASE_URL the database too. The settings name the same kinds of databases as when
the backup was made. Messages that waited then are handed on at the next start.

  DATA_DIR=/var/lib/caretaker caretaker restore --from /backups/caretaker-2026-11-27.tar.gz`

/** `caretaker restore`: an empty DATA_DIR becomes what a backup holds. */
export function restoreCommand(): Command {
  return new Command('restore')
    .description('fill an empty DATA_DIR from a file of "caretaker backup"')
    .requiredOption('--from <file>', 'the file to be read')
    .addHelpText('after', EPILOG)
    .action(async ({ from }: { from: string }) => {
      const onStep = (step: string) => process.stderr.write(`${step} …\n`)
      const config = readConfig()
      const { madeAt, version } = await restoreBackup({ config, from, onStep })
      process.stdout.write(`${config.dataDir} is as of ${madeAt} (Caretaker ${version}); the service may start.\n`)
    })
}
