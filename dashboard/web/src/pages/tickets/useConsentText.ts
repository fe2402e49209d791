import type { ConsentAsked } from '#domain/consent.ts'
import { useServices } from '../../services.ts'

/** That nobody has signed a plan that costs, in words with the amounts. */
export function useConsentText(): (missing: ConsentAsked) => string {
  const { formats, i18n } = useServices()
  const money = (cny: number) => formats.number(cny, 9)
  return ({ cost, aboveCny }) =>
    aboveCny > 0
      ? i18n.t('consent.needAbove', { cost: money(cost), above: money(aboveCny) })
      : i18n.t('consent.need', { cost: money(cost) })
}
