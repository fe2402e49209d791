import { Command } from 'commander'
import { rulesTestCommand } from './rules/test.ts'

/** `caretaker rules`: what can be done with the fault rules without a running service. */
export const rulesCommand = (): Command =>
  new Command('rules').description('test the fault rules').addCommand(rulesTestCommand())
