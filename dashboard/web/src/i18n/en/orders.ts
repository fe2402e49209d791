import type { orders as words } from '../zh/orders.ts'

export const orders = {
  'orders.add': 'New order',
  'orders.place': 'Place the order',
  'orders.receive': 'Receive',
  'orders.cancel': 'Cancel the order',
  'orders.cancelNote': 'What has not come is no longer expected; what has come stays.',
  'orders.supplier': 'Supplier',
  'orders.late': 'overdue',
  'orders.have': '{available} available, {incoming} on order, tickets wait for {wanted}',
  'orders.whyProjected':
    'Projected {projected} = available {available} + on order or asked for {incoming} − awaited by tickets {wanted}.',
  'orders.whyPoint':
    'Reorder point {point}: the greater of the minimum {least} and the usage of {usage} a day over a lead time of {days} days.',
  'orders.whyNow': 'It is reached: order now.',
  'orders.whyLater': 'At that usage it is reached on {at}.',
  'move.counted': 'Counted',
  'move.booked': '{n} {unit} in the books',
  'move.agrees': 'the count agrees',
  'move.difference': 'difference {n} {unit}',
  'move.free': '{n} available',
  'move.fromTicket': 'Back from ticket',
  'move.noTicket': 'From no ticket',
} satisfies Record<keyof typeof words, string>
