import { type InjectionKey, inject, ref } from 'vue'
import { type Api, createApi } from './api/api.ts'
import { createNames, type Names } from './api/names.ts'
import { createSession, type Session } from './api/session.ts'
import { createSites, type Sites } from './api/sites.ts'
import { createFormats, type Formats } from './format/formats.ts'
import { createI18n, type I18n } from './i18n/i18n.ts'
import { createLive, type Live } from './live/live.ts'

/** What every part of the page may use; made once in main.ts. */
export interface Services {
  api: Api
  session: Session
  live: Live
  i18n: I18n
  formats: Formats
  names: Names
  sites: Sites
}

export const SERVICES: InjectionKey<Services> = Symbol('services')

export function createServices(): Services {
  const zone = ref('Asia/Shanghai')
  const i18n = createI18n()
  const api = createApi({ onLoggedOut: () => session.end() })
  const session: Session = createSession(() => api)
  return {
    api,
    session,
    i18n,
    live: createLive({ onLoggedOut: session.end, isDesk: session.isDesk }),
    formats: createFormats(i18n.locale, zone),
    names: createNames(api, i18n),
    sites: createSites(api, zone),
  }
}

export function useServices(): Services {
  const services = inject(SERVICES)
  if (!services) throw new Error('useServices outside the app')
  return services
}

/** The words of the page: `t('faults.title')`. */
export const useWords = (): I18n => useServices().i18n
