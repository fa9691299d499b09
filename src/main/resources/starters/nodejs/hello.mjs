export const handler = async (event) => {
  console.log("called with", event);
  return { greeting: `Hello, ${event?.name ?? "world"}!`, at: new Date().toISOString() };
};
