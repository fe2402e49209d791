/** Labels on equipment: for those who print them and for those who scan them. */
export const labels = {
  'label.photo': '拍摄标签二维码',
  'label.enter': '或输入标签上的编码',
  'label.scanned': '已扫描标签',
  'label.drop': '重新输入',
  'label.misread': '编码有误，请对照标签检查',
  'label.unread': '照片中没有找到标签编码；旧标签不能证明到场',
  'label.goOn': '继续维修任务 {ticket}',
  'label.renew': '换发标签',
  'label.renewNote': '标签丢失、破损或被抄录时换发。旧标签仍可报修，但不再能证明到场；请打印新标签并更换。',
  'label.made': '{who} 于 {time} 制作',
  'label.proves': '标签编码用于证明到场，请勿外传',
  'label.before': '以前的标签',
}
