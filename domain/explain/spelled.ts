/** `notDetected` → `Not detected`: the catalogue's keys are English words. */
export const spelled = (key: string): string =>
  key
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/^./, first => first.toUpperCase())
