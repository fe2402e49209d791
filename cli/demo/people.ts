import type { Catalogue } from '#domain/catalogue.ts'
import type { Certificate } from '#domain/certificates.ts'
import type { NewTechnician } from '#domain/technicianForms.ts'
import type { Millis } from '#domain/time.ts'
import { dayAfter } from './dayAfter.ts'

export const FLATS = ['jinxiu-1', 'jinxiu-2']
const TOWER = ['yunfan']

/** The demo's crew: lift, fire, electrical and low-current people, and a contractor; without sites they serve every building. */
export const TECHNICIANS: readonly NewTechnician[] = [
  {
    id: 'zhang-wei',
    name: '张伟',
    skills: ['SK-ELV-T', 'SK-ELV-SAFE'],
    sites: FLATS,
    base: 'jinxiu-1',
    phone: '13800000001',
  },
  { id: 'li-qiang', name: '李强', skills: ['SK-ELV-T'], sites: TOWER, base: 'yunfan', phone: '13800000002' },
  { id: 'wang-fang', name: '王芳', skills: ['SK-FIRE-OP', 'SK-FIRE-MT'], base: 'yunfan', phone: '13800000003' },
  { id: 'liu-yang', name: '刘洋', skills: ['SK-FIRE-MT', 'SK-PUMP'], base: 'jinxiu-1', phone: '13800000004' },
  { id: 'chen-jie', name: '陈杰', skills: ['SK-ELE-LV'], sites: FLATS, base: 'jinxiu-2', phone: '13800000005' },
  { id: 'yang-min', name: '杨敏', skills: ['SK-ELE-LV', 'SK-ELE-HV'], base: 'yunfan', phone: '13800000006' },
  { id: 'zhao-lei', name: '赵磊', skills: ['SK-IOT', 'SK-HAND', 'SK-ELE-LV'], base: 'jinxiu-2', phone: '13800000007' },
  { id: 'sun-hao', name: '孙浩', skills: ['SK-ELV-T'], base: 'yunfan', phone: '13800000008' },
  { id: 'zhou-gang', name: '周刚', skills: ['SK-ELV-T', 'SK-PUMP'], company: '捷安电梯维保公司', phone: '13800000009' },
]

/** In how many days a certificate ends, where not in two years: one must be renewed soon, one is over. */
const ENDS: Readonly<Record<string, number>> = { 'li-qiang CERT-ELV-T': 20, 'sun-hao CERT-ELV-T': -12 }

/** The certificates of somebody's skills, as of a day. */
export function certificatesOf(
  { id, skills }: Pick<NewTechnician, 'id' | 'skills'>,
  catalogue: Pick<Catalogue, 'skills'>,
  now: Millis,
): Certificate[] {
  const kinds = catalogue.skills.filter(s => skills.includes(s.code)).map(s => s.certificateKind)
  return [...new Set(kinds)]
    .filter(kind => kind !== undefined)
    .map(kind => {
      const ends = ENDS[`${id} ${kind}`] ?? 730
      return {
        kind,
        number: `${kind.slice(5)}-${id}`,
        validFrom: dayAfter(now, ends - 1460),
        validUntil: dayAfter(now, ends),
      }
    })
}

/** Parts of which the demo has none, so that a ticket shows a shortage and its purchase request. */
export const OUT_OF_STOCK: readonly string[] = ['ELV-RLY-01', 'ELV-DR-LC-94', 'FPU-CTL-01', 'HYD-VLV-65']
