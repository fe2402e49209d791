import { operationsContract } from '../contracts/operations.ts'
import { testDatabase } from '../helpers/database.ts'

operationsContract('SQLite', () => testDatabase())
