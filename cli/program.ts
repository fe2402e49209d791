import { Command } from 'commander'
import { CodedError } from '#domain/errors.ts'
import { backupCommand } from './backup.ts'
import { demoCommand } from './demo.ts'
import { doctorCommand } from './doctor.ts'
import { gatewayCommand } from './gateway.ts'
import { ingestCommand } from './ingest.ts'
import { readVersion } from './readVersion.ts'
import { replayCommand } from './replay.ts'
import { reportCommand } from './report.ts'
import { restoreCommand } from './restore.ts'
import { rulesCommand } from './rules.ts'
import { serveCommand } from './serve.ts'
import { simulateCommand } from './simulate.ts'
import { userCommand } from './user.ts'

/** The command line of the product: one file a command. */
export function program(): Command {
  return new Command('caretaker')
    .description(
      'Fault detection, repair tickets and spare parts for lifts, fire equipment and circuits\n电梯、消防与电气设备的故障发现、报修工单与备件',
    )
    .version(readVersion())
    .addCommand(serveCommand())
    .addCommand(ingestCommand())
    .addCommand(demoCommand())
    .addCommand(simulateCommand())
    .addCommand(replayCommand())
    .addCommand(rulesCommand())
    .addCommand(reportCommand())
    .addCommand(gatewayCommand())
    .addCommand(userCommand())
    .addCommand(backupCommand())
    .addCommand(restoreCommand())
    .addCommand(doctorCommand())
    .addHelpText('after', '\nThe environment variables are listed in .env.example.')
}

/** Runs one command; an error with a code is told in plain words and ends with exit code 1. */
export async function run(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync([...argv])
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    process.stderr.write(`${error.code}: ${error.message}\n`)
    process.exitCode = 1
  }
}
