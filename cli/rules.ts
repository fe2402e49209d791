import { Command } from 'commander'
import { rulesBacktestCommand } from './rules/backtest.ts'
import { rulesHealthCommand } from './rules/health.ts'
import { rulesTestCommand } from './rules/test.ts'

/** `caretaker rules`: what can be done with the fault rules from the command line. */
export const rulesCommand = (): Command =>
  new Command('rules')
    .description('test the fault rules, run them over stored telemetry, and see how they are doing')
    .addCommand(rulesTestCommand())
    .addCommand(rulesBacktestCommand())
    .addCommand(rulesHealthCommand())
