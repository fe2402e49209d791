import { verifiedByMachineContract } from '../contracts/verifiedByMachine.ts'

verifiedByMachineContract('SQLite', async () => ({}))
