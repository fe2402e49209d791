import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard'
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries'
import { influxql } from './queries.ts'

const telemetry = { type: 'influxdb', uid: 'telemetry' }

const variable = (name: string, label: string, query: string) =>
  new dashboard.QueryVariableBuilder(name)
    .label(label)
    .datasource(telemetry)
    .query(query)
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)

/** Any metric of any piece of equipment over time: mean, with the band from lowest to highest. */
export const equipmentDashboard = () =>
  new dashboard.DashboardBuilder('Caretaker: equipment 设备')
    .uid('caretaker-equipment')
    .tags(['caretaker'])
    .time({ from: 'now-6h', to: 'now' })
    .refresh('30s')
    .withVariable(variable('class', 'Class 类别', 'SHOW MEASUREMENTS'))
    .withVariable(variable('equipment', 'Equipment 设备', 'SHOW TAG VALUES FROM "$class" WITH KEY = "equipment"'))
    .withVariable(variable('metric', 'Metric 指标', 'SHOW FIELD KEYS FROM "$class"'))
    .withPanel(
      new timeseries.PanelBuilder()
        .id(1)
        .title('$equipment · $metric')
        .datasource(telemetry)
        .gridPos({ h: 18, w: 24, x: 0, y: 0 })
        .withTarget(
          influxql(
            'A',
            'SELECT mean("$metric") AS mean, min("$metric") AS low, max("$metric") AS high FROM "$class" WHERE "equipment" = \'$equipment\' AND $timeFilter GROUP BY time($__interval) fill(none)',
            '$col',
          ),
        ),
    )
