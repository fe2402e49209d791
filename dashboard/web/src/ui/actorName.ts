import type { Wording } from '../i18n/wording.ts'

/** Who acted: a user by name; the service, a customer or a resident, who have none, in words. */
export const actorName = (by: string, { word }: Wording): string => word('actor', by)
