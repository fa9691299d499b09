// Runs for rows that change in a database of yours, in order. What it names as failed comes again.
export const handler = async ({ events }) => {
  const batchItemFailures = [];
  for (const { id, data } of events) {
    try {
      console.log(data.op, data.source.table, data.before, "is now", data.after);
    } catch (problem) {
      console.error(id, problem);
      batchItemFailures.push({ itemIdentifier: id });
    }
  }
  return { batchItemFailures };
};
