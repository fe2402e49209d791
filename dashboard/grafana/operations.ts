import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard'
import * as stat from '@grafana/grafana-foundation-sdk/stat'
import * as table from '@grafana/grafana-foundation-sdk/table'
import { sql } from './queries.ts'

const OPEN = "status not in ('closed', 'cancelled')"
const inHours = (ms: string) => `round((${ms} / 3600000.0)::numeric, 2)`

const figure = (id: number, title: string, query: string, unit: string, x: number) =>
  new stat.PanelBuilder().id(id).title(title).unit(unit).gridPos({ h: 4, w: 6, x, y: 0 }).withTarget(sql('A', query))

/** Open work and the mean time to restoration, from the operations database (PostgreSQL). */
export const operationsDashboard = () =>
  new dashboard.DashboardBuilder('Caretaker: operations 运维')
    .uid('caretaker-operations')
    .tags(['caretaker'])
    .time({ from: 'now-30d', to: 'now' })
    .refresh('30s')
    .withPanel(figure(1, 'Active faults 当前故障', "select count(*) from fault where state = 'firing'", 'short', 0))
    .withPanel(figure(2, 'Open tickets 未结工单', `select count(*) from ticket where ${OPEN}`, 'short', 6))
    .withPanel(
      figure(
        3,
        'Overdue promises 已超时',
        'select count(*) from ticket_clock where stopped_at is null and breached_at is not null',
        'short',
        12,
      ),
    )
    .withPanel(
      figure(
        4,
        'Mean time to restoration 平均恢复时间',
        `select ${inHours('avg(restored_at - failed_at)')} from ticket where restored_at is not null and $__unixEpochFilter(restored_at / 1000)`,
        'h',
        18,
      ),
    )
    .withPanel(
      new table.PanelBuilder()
        .id(5)
        .title('Open tickets 未结工单')
        .gridPos({ h: 16, w: 24, x: 0, y: 4 })
        .withTarget(
          sql(
            'A',
            `select id, priority, status, site, equipment, fault_code, technician, to_timestamp(opened_at / 1000) as opened from ticket where ${OPEN} order by priority, opened_at limit 200`,
          ),
        ),
    )
