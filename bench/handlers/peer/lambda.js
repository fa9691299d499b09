// In serverless-offline (proxied) and in Vercel's fun (plain).
const hello = event => ({ hello: event.name });

exports.plain = async event => hello(event);

exports.proxied = async request => ({
  statusCode: 200,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(hello(JSON.parse(request.body))),
});
