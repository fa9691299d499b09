// Takes messages from a queue, some at a time. Those it names as failed come again; the others are done.
export const handler = async (event) => {
  const batchItemFailures = [];
  for (const message of event.Records) {
    try {
      console.log("working on", message.body);
    } catch (problem) {
      console.error(message.messageId, problem);
      batchItemFailures.push({ itemIdentifier: message.messageId });
    }
  }
  return { batchItemFailures };
};
