import type { plates as words } from '../zh/plates.ts'

export const plates = {
  'plate.title': 'The device says otherwise',
  'plate.note': 'A gateway names another model, serial number or class than the file: accept it, or keep the file.',
  'plate.none': 'No device says otherwise than its file',
  'plate.field.class': 'Class',
  'plate.field.model': 'Model',
  'plate.field.serial': 'Serial number',
  'plate.entered': 'File',
  'plate.said': 'Device',
  'plate.says': 'The device says: {said}',
  'plate.kept': '{who} kept the file on {time} (the device says {said})',
  'plate.accept': 'Accept',
  'plate.keep': 'Keep the file',
  'plate.classNote': 'The class does not change: if it is other equipment, register that.',
} satisfies Record<keyof typeof words, string>
