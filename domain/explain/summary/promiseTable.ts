import type { PeriodFigures } from '../../periodReport.ts'
import type { ClockKind } from '../../ticketClocks.ts'
import { CLOCK_WORDS } from '../clockWords.ts'
import type { SummaryTable, Writing } from './writing.ts'

/** The promises of the service practice that a clock measures. */
const PROMISES: readonly (readonly [ClockKind, code: string])[] = [
  ['respond', 'P1'],
  ['arrive', 'P2'],
  ['acknowledge', 'P3'],
  ['dispatch', 'P3'],
  ['resolve', 'P4'],
  ['makeSafe', 'P5'],
]

interface Kept {
  kept: number
  of: number
}

const share = ({ kept, of }: Kept): number | undefined => (of === 0 ? undefined : kept / of)

function clockOf(figures: PeriodFigures, clock: ClockKind): Kept {
  const promise = figures.serviceLevels.promises.find(one => one.clock === clock)
  const [kept, missed] = [promise?.kept.count ?? 0, promise?.missed.count ?? 0]
  return { kept, of: kept + missed }
}

/** How the promises P1 to P8 of the service practice were kept: kept of all that came to a decision, now and before. */
export function promiseTable({ report, language, word, text }: Writing): SummaryTable {
  const row = (label: string, of: (figures: PeriodFigures) => Kept): string[] => {
    const now = of(report.figures)
    const counts = [text.number(now.kept), text.number(now.of - now.kept)]
    return [label, ...counts, text.share(share(now)), text.share(share(of(report.before)))]
  }
  const n = report.figures.satisfaction.satisfiedFrom
  return {
    title: word('summary.promises'),
    heads: [
      word('analytics.promise'),
      word('analytics.kept'),
      word('analytics.missed'),
      word('analytics.compliance'),
      word('summary.before'),
    ],
    rows: [
      ...PROMISES.map(([clock, code]) =>
        row(`${CLOCK_WORDS[language][`clock.${clock}`]} (${code})`, figures => clockOf(figures, clock)),
      ),
      row(word('summary.satisfied', { n }), ({ satisfaction: s }) => ({
        kept: s.satisfied.count,
        of: s.answered.count,
      })),
      row(word('summary.followedUp'), ({ satisfaction: s }) => ({ kept: s.followedUp.count, of: s.asked.count })),
      row(word('summary.complaintsHandled'), ({ complaints: c }) => ({ kept: c.foundedClosed, of: c.founded })),
    ],
  }
}
