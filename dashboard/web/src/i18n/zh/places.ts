/** Reports about a place, and how the desk finds out what they are about. */
export const places = {
  'report.somewhere': '是其他问题，或不清楚是哪一台',
  'report.wherePlace': '具体在哪里（如 3 号楼大堂）',
  'report.seems': '看起来像什么',
  'report.seemsUnknown': '不清楚',
  'label.siteTitle': '项目标签',
  'locate.title': '是哪台设备？',
  'locate.note': '报修只说明了地点。请选择设备；该设备已有同类问题的工单时并入其中。',
  'locate.save': '就是它',
  'ticket.placeWords': '地点',
  'desk.unknownEquipment': '不清楚，只知道在项目内的位置',
  'place.note': '场所：供人报告说不出名称的问题，不采集数据。',
  'ticket.photosDeleted': '照片已于 {time} 按期删除',
  'domain.place': '场所',
}
