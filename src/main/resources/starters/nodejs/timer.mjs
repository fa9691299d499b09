// Runs when a timer says so. The event names the timer and its time.
export const handler = async (event) => {
  console.log("it is", event.time, "for", event.resources);
  // What is to happen again and again goes here.
  return { ranAt: new Date().toISOString() };
};
