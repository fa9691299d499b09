// Runs for each event that is published on a topic.
export const handler = async (event) => {
  console.log(event.type, "of", event.source, event.data);
  return { seen: event.id };
};
