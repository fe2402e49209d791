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
  'plate.fileRight':
    'If the file is right ({file}): set that class at gateway {gateway} under {id}; this note then goes by itself.',
  'plate.deviceRight': 'If the device is right ({said}): what is of another class is another piece of equipment.',
  'plate.register': 'Register it as {said}',
  'plate.rename': 'Let gateway {gateway} send under the new id.',
  'plate.renameTo': 'Let gateway {gateway} send under {added} instead of {id}.',
  'plate.takeOut': 'Take {id} out of service',
  'plate.takenOut': '{id} is out of service; its history stays.',
} satisfies Record<keyof typeof words, string>
