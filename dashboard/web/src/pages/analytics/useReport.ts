import { useServices } from '../../services.ts'
import { type Load, useLoad } from '../../ui/useLoad.ts'

/** What every report is asked. */
export interface ReportQuery {
  from: string
  to: string
  site: string
  class: string
  model: string
}

/** Reads a report now and whenever its question changes. */
export function useReport<T>(name: string, query: () => ReportQuery): Load<T> {
  const { api } = useServices()
  return useLoad(signal => api.get<T>(`/analytics/${name}`, { ...query() }, signal), [query])
}
