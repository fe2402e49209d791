import { Command } from 'commander'
import { rulesBacktestCommand } from './rules/backtest.ts'
import { rulesTestCommand } from './rules/test.ts'

/** `caretaker rules`: what can be done with the fault rules without a running service. */
export const rulesCommand = (): Command =>
  new Command('rules')
    .description('test the fault rules, and run them over stored telemetry')
    .addCommand(rulesTestCommand())
    .addCommand(rulesBacktestCommand())
