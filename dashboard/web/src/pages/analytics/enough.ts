/** With fewer cases than this a mean says more about chance than about the equipment. */
export const ENOUGH = 5
