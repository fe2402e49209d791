/**
 * Catalogue DM-TRF: rises of a transformer over the air around it, K, at the load `k` (1 is rated).
 * The oil-immersed equations are IEEE C57.91's; those of the dry type are the catalogue's placeholders.
 */
const OIL = { topRise: 55, hotSpotRise: 25, lossRatio: 5, n: 0.8, m: 0.8 }
const DRY = { windingRise: 80, natural: 1.6, forced: 2, hotSpot: 1.25 }

export const OIL_TAU_S = { top: 180 * 60, hotSpot: 6 * 60 }
export const DRY_TAU_S = 3600

export const topOilRise = (k: number): number =>
  OIL.topRise * ((k * k * OIL.lossRatio + 1) / (OIL.lossRatio + 1)) ** OIL.n

export const oilHotSpotRise = (k: number): number => OIL.hotSpotRise * k ** (2 * OIL.m)

export const windingRise = (k: number, fans: boolean): number =>
  DRY.windingRise * k ** (fans ? DRY.forced : DRY.natural)

export const dryHotSpot = (ambient: number, rise: number): number => ambient + DRY.hotSpot * rise

/** Ageing acceleration factor of oil-immersed insulation (IEEE C57.91, reference 110 °C). */
export const oilAgeing = (hotSpot: number): number => Math.exp(15_000 / 383 - 15_000 / (hotSpot + 273))

/** Placeholder for the dry type: ageing doubles every 10 K over the reference. */
export const dryAgeing = (hotSpot: number, reference: number): number => 2 ** ((hotSpot - reference) / 10)
