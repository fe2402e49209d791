import { Type } from 'typebox'
import { SiteDispatchChange } from '#domain/dispatch.ts'
import { Id } from './common.ts'

export const SiteDispatchView = Type.Object({ site: Id, ...SiteDispatchChange.properties }, { $id: 'SiteDispatch' })
