import type { Kysely } from 'kysely'
import type { Tables } from '#database/tables.ts'
import { setSites } from './siteDispatch.ts'

const EARTH_KM = 6371
const rad = (degrees: number): number => (degrees * Math.PI) / 180

interface Place {
  latitude: number
  longitude: number
}

/** Along the surface of the earth, by the haversine formula; in kilometres. */
function kmBetween(a: Place, b: Place): number {
  const [lat, lon] = [rad(b.latitude - a.latitude), rad(b.longitude - a.longitude)]
  const h = Math.sin(lat / 2) ** 2 + Math.cos(rad(a.latitude)) * Math.cos(rad(b.latitude)) * Math.sin(lon / 2) ** 2
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** How far other sites are from one, in kilometres, as far as it is known where they lie. */
export async function distances(
  db: Kysely<Tables>,
  site: string,
  others: readonly string[],
): Promise<Map<string, number>> {
  if (others.every(other => other === site)) return new Map()
  const known = new Map(
    (await setSites(db)).flatMap(({ site: id, latitude, longitude }) =>
      latitude === undefined || longitude === undefined ? [] : [[id, { latitude, longitude }] as const],
    ),
  )
  const here = known.get(site)
  return new Map(
    others.flatMap(other => {
      const there = known.get(other)
      return here && there ? [[other, kmBetween(here, there)] as const] : []
    }),
  )
}
