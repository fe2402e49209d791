/** What is measured: something that takes messages at a port and stores their readings. */
export interface Subject {
  port: number
  /** Resolves once everything that was acknowledged is stored; `acknowledged` messages since the start. */
  settled(acknowledged: number): Promise<void>
  /** CPU seconds of the process under test, and of the servers it stands on. */
  cpu(): { own: number; servers: number }
  /** Resident bytes of the process under test. */
  memory(): number
  /** Ends it, and counts what is stored. */
  end(): Promise<Stored>
}

export interface Stored {
  /** Whole messages: each of their metrics is there. */
  messages: number
  /** Readings that are there more than once. */
  double: number
}

export const METRICS_A_MESSAGE = 6
