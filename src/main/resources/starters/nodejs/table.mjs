// Runs for changes of a table's items, some at a time and in order for each key. From the first that it names as failed on they come again.
export const handler = async ({ events }) => {
  const batchItemFailures = [];
  for (const { id, type, data } of events) {
    try {
      console.log(type, data.key, data.before, "is now", data.after);
    } catch (problem) {
      console.error(id, problem);
      batchItemFailures.push({ itemIdentifier: id });
    }
  }
  return { batchItemFailures };
};
