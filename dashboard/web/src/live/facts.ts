import { computed, type Ref, ref } from 'vue'
import { type Connection, type ConnectionFacts, connectionAt } from './connection.ts'

/** What is known of the connection and of the service's clock, looked at once a second. */
export interface Facts {
  readonly connection: Readonly<Ref<Connection>>
  readonly stale: Readonly<Ref<boolean>>
  readonly now: Readonly<Ref<number>>
  note(change: Partial<ConnectionFacts>): void
  /** Something arrived, perhaps with the service's time. */
  heard(serverTime?: string): void
  look(): void
  start(): void
  stop(): void
}

export function createFacts(): Facts {
  const facts = ref<ConnectionFacts>({
    connected: false,
    online: navigator.onLine,
    lostAt: Date.now(),
    heardAt: 0,
    ingestLagMs: 0,
  })
  const offset = ref(0)
  const local = ref(Date.now())
  const connection = computed(() => connectionAt(facts.value, local.value))
  let clock: ReturnType<typeof setInterval> | undefined

  const look = () => {
    local.value = Date.now()
  }
  return {
    connection,
    stale: computed(() => connection.value.kind !== 'live'),
    now: computed(() => local.value + offset.value),
    note: change => Object.assign(facts.value, change),
    heard: serverTime => {
      facts.value.heardAt = Date.now()
      if (serverTime !== undefined) offset.value = Date.parse(serverTime) - Date.now()
    },
    look,
    start: () => {
      facts.value.lostAt = Date.now()
      clock ??= setInterval(look, 1000)
    },
    stop: () => {
      clearInterval(clock)
      clock = undefined
    },
  }
}
