/** What is out of service or shelved, and the pages of the other policies. */
export const quiet = {
  'settings.quiet': '停用与搁置',
  'settings.alarmPolicy': '报警策略',
  'settings.alarmPolicyAbout':
    '报警管理的各项数值：搁置、抖动、长期、重复提醒、升级、复发、归并与泛滥（ISA-18.2、EEMUA 191）。',
  'settings.intakePolicy': '报修受理',
  'settings.intakePolicyAbout': '紧急电话、报修频率、照片限制、联系方式的可见范围与保留期。',
  'settings.reportPolicy': '报表口径',
  'settings.reportPolicyAbout': '分析与报表所依据的数值。',
  'quiet.about': '停用或搁置的故障仍会记录和显示，但不开工单（ISA-18.2 §11）。',
  'quiet.outOfService': '停用',
  'quiet.shelved': '搁置的故障',
  'quiet.what': '对象',
  'quiet.equipment': '设备',
  'quiet.since': '开始',
  'quiet.until': '截止',
  'quiet.by': '操作人',
  'quiet.noEnd': '直到恢复使用',
  'quiet.ended': '{time} 由 {by} 恢复',
  'quiet.withEnded': '包括已恢复的',
  'quiet.noneOut': '没有停用的设备',
  'quiet.noneShelved': '没有搁置的故障',
}
