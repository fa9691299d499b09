// What a runtime without a function loads and calls to warm up.
exports.handler = async (event, context) => ({ name: event.name, id: context.awsRequestId });
exports.streamed = awslambda.streamifyResponse(async (event, stream) => {
  stream.write(event.name);
  stream.end();
});
