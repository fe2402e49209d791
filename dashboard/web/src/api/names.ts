import { type Ref, shallowRef } from 'vue'
import type { EquipmentClass, FaultRule, Metric } from '#domain/equipmentClass.ts'
import { closeCodeName, nameIn } from '#domain/explain/catalogueNames.ts'
import type { I18n } from '../i18n/i18n.ts'
import type { Api } from './api.ts'
import type { CatalogueItem } from './items.ts'

/** What the catalogue calls things, in the reader's language; a code stands for itself until the catalogue is there. */
export interface Names {
  readonly catalogue: Readonly<Ref<CatalogueItem | undefined>>
  load(): Promise<void>
  classOf(code: string): EquipmentClass | undefined
  rule(classCode: string, faultCode: string): FaultRule | undefined
  metric(classCode: string, metric: string): Metric | undefined
  className(code: string): string
  faultName(faultCode: string | undefined): string
  metricName(classCode: string, metric: string): string
  skill(code: string | undefined): string
  certificate(kind: string): string
  trouble(code: string | undefined): string | undefined
  closeCode(kind: string, code: string | undefined): string
  pick(text: { en: string; zh: string }): string
}

export function createNames(api: Api, i18n: I18n): Names {
  const catalogue = shallowRef<CatalogueItem>()
  const rules = new Map<string, FaultRule>()
  const own = (named: { name: string; name_zh: string } | undefined, code: string) =>
    nameIn(i18n.locale.value, named, code)
  const classOf = (code: string) => catalogue.value?.classes.find(c => c.code === code)
  const metric = (classCode: string, name: string) => classOf(classCode)?.metrics.find(m => m.name === name)

  return {
    catalogue,
    load: async () => {
      const read = await api.get<CatalogueItem>('/catalogue')
      for (const rule of read.classes.flatMap(c => c.faults)) rules.set(rule.code, rule)
      catalogue.value = read
    },
    classOf,
    pick: i18n.pick,
    metric,
    rule: (classCode, faultCode) => classOf(classCode)?.faults.find(f => f.code === faultCode),
    className: code => own(classOf(code), code),
    faultName: code => (catalogue.value && code !== undefined ? own(rules.get(code), code) : (code ?? '')),
    metricName: (classCode, name) => {
      const found = metric(classCode, name)
      return found ? i18n.pick({ en: found.label, zh: found.label_zh }) : name
    },
    skill: code => {
      const found = catalogue.value?.skills.find(s => s.code === code)
      return found ? i18n.pick(found) : (code ?? '')
    },
    certificate: kind => {
      const found = catalogue.value?.dispatch.certificateKinds.find(known => known.code === kind)
      return found ? i18n.pick(found) : kind
    },
    trouble: code =>
      code === undefined
        ? undefined
        : own(
            catalogue.value?.troubles.find(each => each.code === code),
            code,
          ),
    closeCode: (kind, code) =>
      code === undefined ? '' : closeCodeName(i18n.locale.value, catalogue.value?.closeCodes[kind], code),
  }
}
