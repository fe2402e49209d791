import type { Fault, FaultEvent, FaultMark, Severity } from '#domain/faults.ts'
import type { Incident, IncidentKind } from '#domain/incidents.ts'
import type { OutOfService } from '#domain/outOfService.ts'
import type { Page, SiteQuery } from '#domain/page.ts'
import type { Actor } from '#domain/people.ts'
import type { Shelving } from '#domain/shelving.ts'
import type { Millis } from '#domain/time.ts'
import type { MaintenanceWindow, NewWindow, WindowState } from '#domain/windows.ts'

export interface FaultVerbs {
  list(
    query: SiteQuery & {
      state?: 'active' | 'resolved' | 'all'
      equipment?: string
      code?: string
      severity?: Severity
      is?: FaultMark
      incident?: string
      suppressedBy?: string
      window?: string
      class?: string
      model?: string
      firedFrom?: Millis
      firedTo?: Millis
    },
  ): Promise<Page<Fault>>
  get(id: string): Promise<Fault | undefined>
  many(ids: readonly string[]): Promise<Fault[]>
  acknowledge(id: string, actor: Actor, comment?: string): Promise<Fault>
  shelve(id: string, actor: Actor, shelf: Shelving): Promise<Fault>
  reset(id: string, actor: Actor, note: string): Promise<Fault>
  unshelve(id: string, actor: Actor): Promise<Fault>
  history(id: string, actor: Actor): Promise<FaultEvent[]>
}

export interface IncidentVerbs {
  list(query: SiteQuery & { open?: boolean; kind?: IncidentKind }): Promise<Page<Incident>>
  get(id: string): Promise<Incident | undefined>
  many(ids: readonly string[]): Promise<Incident[]>
  acknowledge(id: string, actor: Actor, comment?: string): Promise<Incident>
}

export interface OutOfServiceVerbs {
  list(query: {
    site?: string
    sites?: readonly string[]
    equipment?: string
    ended?: boolean
  }): Promise<OutOfService[]>
  add(input: { equipment: string; code?: string; reason: string; until?: Millis }, actor: Actor): Promise<OutOfService>
  end(id: string, actor: Actor): Promise<OutOfService>
}

export interface WindowVerbs {
  list(query: SiteQuery & { state?: WindowState }): Promise<Page<MaintenanceWindow>>
  get(id: string): Promise<MaintenanceWindow | undefined>
  many(ids: readonly string[]): Promise<MaintenanceWindow[]>
  add(input: NewWindow, actor: Actor): Promise<MaintenanceWindow>
  extend(id: string, change: { endsAt: Millis; reason: string }, actor: Actor): Promise<MaintenanceWindow>
  end(id: string, actor: Actor, note?: string): Promise<MaintenanceWindow>
}
