import type { KitItem } from '../../../api/items.ts'

/** Where a kit is read and changed, or its `part`. */
export const kitPath = ({ class: of, faultCode, model }: KitItem, part = ''): string =>
  `/kits/${of}/${faultCode}${part}${model === undefined ? '' : `?${new URLSearchParams({ model })}`}`
