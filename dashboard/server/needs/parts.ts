import type { Page, PageQuery } from '#domain/page.ts'
import type { AlternatesChange, FittedPartRemoval, NewFittedPart, NewPart, PartChange } from '#domain/partForms.ts'
import type { FittedPart, Kit, MovementKind, Part, StockMovement, StockTransfer, Store } from '#domain/parts.ts'
import type { PartVersion } from '#domain/partTerms.ts'
import type { Actor } from '#domain/people.ts'
import type { Arrival, NewStore, NewTransfer, StockMove, StoreChange } from '#domain/stockForms.ts'
import type { ReorderSuggestion, StockProjection } from '#domain/stockProjection.ts'

export interface PartVerbs {
  list(query: PageQuery & { search?: string; short?: boolean }): Promise<Page<Part>>
  get(partNo: string): Promise<Part | undefined>
  many(partNos: readonly string[]): Promise<Part[]>
  add(input: NewPart, actor: Actor): Promise<Part>
  change(partNo: string, change: PartChange, actor: Actor): Promise<Part>
  move(partNo: string, move: StockMove, actor: Actor): Promise<Part>
  movements(partNo: string, query: PageQuery & { store?: string; kind?: MovementKind }): Promise<Page<StockMovement>>
  alternates(partNo: string): Promise<string[]>
  setAlternates(partNo: string, change: AlternatesChange, actor: Actor): Promise<string[]>
  history(partNo: string): Promise<PartVersion[]>
  suggestions(): Promise<ReorderSuggestion[]>
  projection(partNo: string): Promise<StockProjection>
  audit(): Promise<{ partNo: string; store: string; what: string; balance: number; source: number }[]>
}

export interface StoreVerbs {
  list(): Promise<Store[]>
  add(input: NewStore, actor: Actor): Promise<Store>
  change(id: string, change: StoreChange, actor: Actor): Promise<Store>
}

export interface TransferVerbs {
  list(query: PageQuery & { partNo?: string; store?: string; open?: boolean }): Promise<Page<StockTransfer>>
  send(input: NewTransfer, actor: Actor): Promise<StockTransfer>
  arrive(id: string, arrival: Arrival, actor: Actor): Promise<StockTransfer>
}

interface KitOf extends Pick<Kit, 'class' | 'faultCode'> {
  model?: string | undefined
}

export interface KitVerbs {
  list(equipmentClass: string, model?: string): Promise<Kit[]>
  taking(partNo: string): Promise<Kit[]>
  get(of: KitOf): Promise<Kit>
  history(of: KitOf): Promise<Kit[]>
  change(kit: KitOf & { parts: Kit['parts'] | null; version: number }, actor: Actor): Promise<Kit>
}

export interface FittedPartVerbs {
  list(query: {
    equipment?: string
    partNo?: string
    serial?: string
    sites?: readonly string[]
  }): Promise<FittedPart[]>
  fit(input: NewFittedPart, actor: Actor): Promise<FittedPart>
  remove(id: string, removal: FittedPartRemoval, actor: Actor): Promise<FittedPart>
}
