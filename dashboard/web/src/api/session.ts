import { type Ref, ref } from 'vue'
import { type CrewOf, worksOn } from '#domain/crew.ts'
import type { Api } from './api.ts'
import type { SessionUser } from './items.ts'

/** Who is logged in: undefined until the service has said, null when nobody is. */
export interface Session {
  readonly user: Readonly<Ref<SessionUser | null | undefined>>
  /** Whether the reader may change anything. */
  mayWrite(): boolean
  isAdmin(): boolean
  /** Whether the reader may change what holds for every site. */
  isOwner(): boolean
  /** Whether the reader speaks with customers, directs the work, and may change rules, plans and terms. */
  isDesk(): boolean
  /** Whether the reader may do what belongs to the work on a ticket. */
  worksOn(ticket: CrewOf): boolean
  find(): Promise<void>
  logIn(username: string, password: string): Promise<void>
  logOut(): Promise<void>
  /** The service said that the session is over. */
  end(): void
}

export function createSession(api: () => Api): Session {
  const user = ref<SessionUser | null>()
  const find = async () => {
    const answer = await api().get<{ user: SessionUser }>('/session')
    user.value = answer.user
  }
  return {
    user,
    mayWrite: () => user.value != null && user.value.role !== 'viewer',
    isAdmin: () => user.value?.role === 'admin',
    isOwner: () => user.value?.role === 'admin' && user.value.sites.length === 0,
    isDesk: () => user.value?.role === 'admin' || user.value?.role === 'dispatcher',
    worksOn: ticket => user.value != null && worksOn(user.value, ticket),
    find,
    logIn: async (username, password) => {
      await api().post('/session', { username, password })
      await find()
    },
    logOut: async () => {
      await api()
        .remove('/session')
        .finally(() => {
          user.value = null
        })
    },
    end: () => {
      user.value = null
    },
  }
}
