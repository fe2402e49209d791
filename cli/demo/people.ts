import type { NewTechnician } from '#domain/commands.ts'

const FLATS = ['jinxiu-1', 'jinxiu-2']
const TOWER = ['yunfan']

/** The demo's crew: lift, fire, electrical and low-current people; without sites they serve every building. */
export const TECHNICIANS: readonly NewTechnician[] = [
  { id: 'zhang-wei', name: '张伟', skills: ['SK-ELV-T', 'SK-ELV-SAFE'], sites: FLATS, phone: '13800000001' },
  { id: 'li-qiang', name: '李强', skills: ['SK-ELV-T'], sites: TOWER, phone: '13800000002' },
  { id: 'wang-fang', name: '王芳', skills: ['SK-FIRE-OP', 'SK-FIRE-MT'], phone: '13800000003' },
  { id: 'liu-yang', name: '刘洋', skills: ['SK-FIRE-MT', 'SK-PUMP'], phone: '13800000004' },
  { id: 'chen-jie', name: '陈杰', skills: ['SK-ELE-LV'], sites: FLATS, phone: '13800000005' },
  { id: 'yang-min', name: '杨敏', skills: ['SK-ELE-LV', 'SK-ELE-HV'], phone: '13800000006' },
  { id: 'zhao-lei', name: '赵磊', skills: ['SK-IOT', 'SK-HAND'], phone: '13800000007' },
]

/** Parts of which the demo has none, so that a ticket shows a shortage and its purchase request. */
export const OUT_OF_STOCK: readonly string[] = ['ELV-RLY-01', 'ELV-DR-LC-94', 'FPU-CTL-01', 'HYD-VLV-65']
