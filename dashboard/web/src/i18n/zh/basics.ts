/** The few words that every page may need. */
export const basics = {
  'act.retry': '重试',
  'act.cancel': '取消',
  'field.noteOptional': '说明（可选）',
  'field.optional': '可选',
  'field.choose': '请选择',
  'field.name': '名称',
  'span.workingDays': '{n} 个工作日',
  'field.personName': '姓名',
  'field.phone': '电话',
}
