import type { orders as words } from '../zh/orders.ts'

export const orders = {
  'orders.add': 'New order',
  'orders.open': 'Still to come',
  'orders.place': 'Place the order',
  'orders.receive': 'Receive',
  'orders.cancel': 'Cancel the order',
  'orders.cancelNote': 'What has not come is no longer expected; what has come stays.',
  'orders.supplier': 'Supplier',
  'orders.late': 'overdue',
  'orders.have': '{available} available, {incoming} on order or asked for, tickets wait for {wanted}',
  'orders.already': 'Already asked for or ordered: {id}, {n}, expected {at}',
  'orders.noNeed': 'With what is on its way nothing more has to be ordered.',
  'move.counted': 'Counted',
  'move.booked': '{n} {unit} in the books',
  'move.agrees': 'the count agrees',
  'move.difference': 'difference {n} {unit}',
  'move.free': '{n} available',
  'move.fromTicket': 'Back from ticket',
  'move.noTicket': 'From no ticket',
} satisfies Record<keyof typeof words, string>
