import { Command } from 'commander'
import { readConfig } from '#config'
import { makeBackup } from './backup/makeBackup.ts'
import { readVersion } from './readVersion.ts'

const EPILOG = `
The service may be running. The file (tar, gzip) holds the operations database, the telemetry of the embedded store, what
waits in the spool, and the photos, with a manifest of checksums; not the environment variables, TLS certificates, and
what an outside InfluxDB or broker keeps. It is as secret as DATA_DIR itself. With DATABASE_URL, PostgreSQL's pg_dump has
to be installed.

  caretaker backup --out /backups/caretaker-$(date +%F).tar.gz`

/** `caretaker backup`: all that the service keeps, in one file. */
export function backupCommand(): Command {
  return new Command('backup')
    .description('write all that the service keeps into one file, while it runs or is stopped')
    .requiredOption('--out <file>', 'the file to be made')
    .addHelpText('after', EPILOG)
    .action(async ({ out }: { out: string }) => {
      const onStep = (step: string) => process.stderr.write(`${step} …\n`)
      const { leftOut } = await makeBackup({ config: readConfig(), out, version: readVersion(), onStep })
      process.stdout.write(`${out} is made. Not in it:\n${leftOut.map(what => `  ${what}\n`).join('')}`)
    })
}
