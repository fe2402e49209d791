/** What a device says of itself otherwise than its file. */
export const plates = {
  'plate.title': '与设备自报不符',
  'plate.note': '网关自报的型号、编号或类型与档案不同：采用自报值，或保留档案。',
  'plate.none': '没有与自报不符的设备',
  'plate.field.class': '类型',
  'plate.field.model': '型号',
  'plate.field.serial': '出厂编号',
  'plate.entered': '档案',
  'plate.said': '设备自报',
  'plate.says': '设备自报：{said}',
  'plate.kept': '{who} 于 {time} 决定保留档案（自报 {said}）',
  'plate.accept': '采用自报',
  'plate.keep': '保留档案',
  'plate.classNote': '类型不能更改：若确为另一类设备，请另行登记。',
}
