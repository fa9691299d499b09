// Runs for records of a topic of Kafka, in order within a partition. From the first that it names as failed on they come again.
export const handler = async ({ events }) => {
  const batchItemFailures = [];
  for (const { id, data } of events) {
    try {
      console.log(data.topic, data.partition, data.offset, data.key, data.value);
    } catch (problem) {
      console.error(id, problem);
      batchItemFailures.push({ itemIdentifier: id });
    }
  }
  return { batchItemFailures };
};
