import { type InjectionKey, inject, ref } from 'vue'
import { type Api, createApi } from './api/api.ts'
import { createNames, type Names } from './api/names.ts'
import { createSession, type Session } from './api/session.ts'
import { createSites, type Sites } from './api/sites.ts'
import { createFormats, type Formats } from './format/formats.ts'
import { createI18n, type I18n } from './i18n/i18n.ts'
import type { Live } from './live/live.ts'

/** What every part of the page may use; made once in main.ts. */
export interface PublicServices {
  api: Api
  session: Session
  i18n: I18n
  formats: Formats
  names: Names
  sites: Sites
}

/** What the pages behind the log-in may use besides; StaffApp.vue makes it. */
export interface Services extends PublicServices {
  live: Live
}

export const SERVICES: InjectionKey<PublicServices> = Symbol('services')

export function createServices(): PublicServices {
  const zone = ref('Asia/Shanghai')
  const i18n = createI18n()
  const api = createApi({ onLoggedOut: () => session.end() })
  const session: Session = createSession(() => api)
  return {
    api,
    session,
    i18n,
    formats: createFormats(i18n.locale, zone),
    names: createNames(api, i18n),
    sites: createSites(api, zone),
  }
}

/** `live` is there behind the log-in alone. */
export function useServices(): Services {
  const services = inject(SERVICES)
  if (!services) throw new Error('useServices outside the app')
  return services as Services
}

/** The words of the page: `t('faults.title')`. */
export const useWords = (): I18n => useServices().i18n
