// All orders at once, in the order in which they came.
export const handler = async (orders) => ({
  items: orders.map((order) => order.item),
  cents: orders.reduce((sum, order) => sum + order.cents, 0),
});
