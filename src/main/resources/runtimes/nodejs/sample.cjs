// What a runtime without a function loads and calls to warm up.
exports.handler = async (event, context) => ({ name: event.name, id: context.awsRequestId });
