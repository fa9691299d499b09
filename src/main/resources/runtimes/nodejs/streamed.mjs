// What a runtime without a function loads and calls to warm up.
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  stream.write(event.name);
  stream.end();
});
